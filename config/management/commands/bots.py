"""manage.py bots: simulated contestants over real HTTP and real sockets."""

import asyncio
import contextlib
import os
import secrets
import signal
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import arguments
from quiz import seats, threads
from quiz.bots import minds, people
from quiz.bots.crowd import Run, play
from quiz.bots.front_door import NoContest
from quiz.bots.phone import Tally
from quiz.models import Contest, Contestant

# A week.
MOST_MINUTES = 10_080


class Command(BaseCommand):
    help = "Let simulated contestants join a contest and play it until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        arguments.server(parser)
        parser.add_argument("--contest", default="2026", help="its code (default: %(default)s)")
        parser.add_argument(
            "--count",
            type=int,
            default=200,
            help=f"people, 1 to {people.MOST} (default: %(default)s)",
        )
        parser.add_argument("--minutes", type=float, default=0, help="0 = until told to stop")
        parser.add_argument("--round", action="append", default=[], help="default: all rounds")
        parser.add_argument("--seed", default="", help="the same seed: the same people")
        parser.add_argument("--speed", type=float, default=1.0, help="divides every wait")
        parser.add_argument(
            "--bank",
            action="store_true",
            help="the server is ours: know the keys of its bank, mark the contestants as simulated",
        )
        parser.add_argument(
            "--attached",
            action="store_true",
            help="wait for a server that starts, end when the standard input ends",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not 1 <= options["count"] <= people.MOST or not 0 < options["speed"] <= 1_000:
            raise CommandError(f"--count: 1 to {people.MOST}; --speed: above 0, at most 1000")
        if not 0 <= options["minutes"] <= MOST_MINUTES:
            raise CommandError(f"--minutes: 0 to {MOST_MINUTES}")
        try:
            tally, told = asyncio.run(_run(_wanted(options), attached=options["attached"]))
        except NoContest as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_report(tally))
        if failed(tally, told=told):
            sys.exit(1)


def failed(tally: Tally, *, told: bool) -> bool:
    """Whether it went wrong or was no rehearsal; whoever was told to stop may have done little."""
    idle = not (tally.reached and tally.papers)
    return bool(tally.lost or tally.wrong or (idle and not told))


def _wanted(options: dict[str, Any]) -> Run:
    local = bool(options["bank"])
    return Run(
        options["url"],
        options["contest"],
        options["count"],
        options["seed"] or secrets.token_hex(8),
        options["speed"],
        options["minutes"],
        options["round"],
        _keys(options["contest"]) if local else {},
        _mark if local else lambda _token: None,
        patient=options["attached"],
    )


def _keys(code: str) -> minds.Keys:
    contest = Contest.objects.select_related("region").filter(code=code).first()
    if contest is None:
        raise CommandError(f"this database has no contest {code}: leave --bank out")
    return minds.keys_of_bank(contest.region.path)


def _mark(token: str) -> object:
    """Say in our own database that this contestant is simulated."""
    mine = Contestant.objects.filter(token_hash=seats.token_hash(token))
    return asyncio.ensure_future(threads.run(mine.update, bot=True))


async def _run(run: Run, *, attached: bool) -> tuple[Tally, bool]:
    """What the crowd saw, and whether it was told to stop: then nothing follows from few papers."""
    ending, told = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _end, told, ending)
    if attached:
        loop.add_reader(sys.stdin.fileno(), _end_of_input, told, ending)
    try:
        return await play(run, ending), told.is_set()
    finally:
        with contextlib.suppress(ValueError):
            loop.remove_reader(sys.stdin.fileno())
        threads.close_all()


def _end(*events: asyncio.Event) -> None:
    for event in events:
        event.set()


def _end_of_input(*events: asyncio.Event) -> None:
    if not os.read(sys.stdin.fileno(), 1024):
        _end(*events)


def _report(tally: Tally) -> str:
    counts = {
        "人 joined": tally.joined,
        "卷 papers": tally.papers,
        "答 answers": tally.answers,
        "回执 receipts": tally.receipts,
        "无回执 without receipt": tally.lost,
        "服务器已停 server gone": tally.away,
        "被拒 denied": tally.denied,
        "不符 wrong": tally.wrong,
        "断线 cuts": tally.cuts,
        "重发 resends": tally.resends,
        "连接 dials": tally.dials,
        **{f"拒绝 refused {code}": count for code, count in tally.refused.most_common()},
    }
    return ", ".join(f"{count} {name}" for name, count in counts.items())
