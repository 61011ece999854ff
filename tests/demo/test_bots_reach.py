"""A rehearsal that reaches nobody does not pass."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from config.management.commands.bots import failed
from quiz.bots.crowd import Run, play
from quiz.bots.front_door import NoContest
from quiz.bots.hall import HallRun, fill
from quiz.bots.phone import Tally
from tests.processes import free_port
from tests.proxy import HOST, certify

PLAYED: dict[str, Any] = {"joined": 5, "papers": 3, "answers": 30, "receipts": 30}


def nowhere() -> str:
    return f"http://127.0.0.1:{free_port()}"


async def test_where_no_server_answers_nobody_is_sent() -> None:
    with pytest.raises(NoContest, match="no contest server answers at http://"):
        await play(Run(nowhere(), "2026", 5, "seed"), asyncio.Event())


@asynccontextmanager
async def encrypted(folder: Path, answer: bytes) -> AsyncIterator[str]:
    """The address of a server whose certificate vouches for itself and gives every request the
    same answer."""
    certify(folder)
    identity = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    identity.load_cert_chain(folder / "fullchain.pem", folder / "privkey.pem")

    async def said(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(said, HOST, 0, ssl=identity) as server:
        yield f"https://{HOST}:{server.sockets[0].getsockname()[1]}"


async def test_a_certificate_that_nobody_vouches_for_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with encrypted(tmp_path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n") as url:
        run = Run(url, "2026", 5, "seed", patient=True)
        with pytest.raises(NoContest, match=rf"certificate of {url} is not trusted \(self.signed"):
            await asyncio.wait_for(play(run, asyncio.Event()), 20)
        with pytest.raises(NoContest, match="not trusted"):
            await fill(HallRun(url, "2026", "440000", "123456", 5, "seed", {}), asyncio.Event())
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "fullchain.pem"))
        with pytest.raises(NoContest, match="has no contest 2026"):
            await play(run, asyncio.Event())


@pytest.mark.slow
async def test_nobody_is_sent_to_a_hall_where_no_server_answers() -> None:
    run = HallRun(nowhere(), "2026", "440000", "123456", 5, "seed", {})
    with pytest.raises(NoContest, match="no contest server answers at http://"):
        await fill(run, asyncio.Event())


async def test_who_waits_for_a_server_that_starts_waits_its_minutes_only() -> None:
    run = Run(nowhere(), "2026", 5, "seed", minutes=0.001, patient=True)
    assert await asyncio.wait_for(play(run, asyncio.Event()), 20) == Tally()


@pytest.mark.parametrize(
    ("change", "told", "fails"),
    [
        ({}, False, False),
        ({"joined": 0}, False, True),
        ({"papers": 0}, False, True),
        ({"answers": 0, "receipts": 0}, False, True),
        ({"papers": 0}, True, False),
        ({"receipts": 29}, True, True),
        ({"wrong": 1}, True, True),
    ],
)
def test_a_rehearsal_passes_only_if_somebody_played_and_nothing_was_lost(
    *, change: dict[str, int], told: bool, fails: bool
) -> None:
    assert failed(Tally(**{**PLAYED, **change}), told=told) is fails


@pytest.mark.parametrize("command", [("bots",), ("hall_bots", "123456"), ("signin_link", "chen")])
@pytest.mark.parametrize(
    "url", ["foo", "ftp://x", "http://", "http://x:abc", "//x", "http://x/path", "http://x?q", ""]
)
def test_an_address_that_is_none_is_refused(command: tuple[str, ...], url: str) -> None:
    with pytest.raises(CommandError, match="is no address such as https://"):
        call_command(*command, "--url", url)


@pytest.mark.parametrize("minutes", ["-1", "nan", "inf"])
def test_minutes_that_cannot_be_are_refused(minutes: str) -> None:
    with pytest.raises(CommandError, match="--minutes: 0 to"):
        call_command("bots", "--minutes", minutes)
