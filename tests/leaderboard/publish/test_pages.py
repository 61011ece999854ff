"""The archive: what was published can be read and fetched by anybody, for ever."""

import hashlib
import json
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from leaderboard.models import PublishedResult
from leaderboard.publish import parts, pseudonyms, publishing
from quiz import people, seats
from quiz.models import Contestant
from tests.leaderboard.publish import award_cast
from tests.leaderboard.publish.cast import LATER, Scene
from tests.leaderboard.test_shared_heads import head

pytestmark = pytest.mark.slow

TOKEN = "a-phone-s-own-token-0123456789"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def result(played: Scene) -> PublishedResult:
    return played.published()


def test_the_page_says_what_was_published(result: PublishedResult, client: Client) -> None:
    answer = client.get("/results/2026/1/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert result.sha256 in page
    assert result.signature in page
    assert "正式" in page
    assert "选手" in page


@pytest.mark.parametrize("address", ["/results/2026/", "/results/2026/1/"])
def test_a_shared_link_to_a_result_says_what_it_is(
    result: PublishedResult, client: Client, address: str
) -> None:
    told = head(client, address).told
    assert told["og:title"]
    assert "核验程序" in told["description"] == told["og:description"]


def test_the_archive_lists_every_result_and_says_which_holds(
    played: Scene, result: PublishedResult, client: Client
) -> None:
    played.published("答卷作废后更正")
    page = client.get("/results/2026/").content.decode()
    assert page.index("/results/2026/2/") < page.index("/results/2026/1/")
    assert "已被更正" in page
    old = client.get("/results/2026/1/").content.decode()
    assert "这一份已被第 2 份更正" in old


def test_a_correction_says_on_its_page_what_it_moved(
    played: Scene, result: PublishedResult, client: Client
) -> None:
    award_cast.annul(played, 2)
    played.published("一份答卷查实为代答")
    page = client.get("/results/2026/2/").content.decode()
    assert "更正第 1 份" in page
    assert "一份答卷查实为代答" in page
    assert "人不再上榜" in page
    assert "得分或名次变动的地区" in page


def test_a_contest_without_results_has_an_empty_archive(played: Scene, client: Client) -> None:
    assert "还没有公布成绩" in client.get("/results/2026/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/results/none/",
        "/results/2026/2/",
        "/results/2026/0/",
        "/results/2026/99999999999999999999/",
        "/results/2026/1/other.json",
        "/results/2026/1/../1/body.json",
        "/results/%00/1/",
        "/results/other/1/result.json",
    ],
)
def test_what_is_not_there_is_not_found(
    result: PublishedResult, client: Client, address: str
) -> None:
    assert client.get(address).status_code == 404


def test_common_tools_check_hash_and_signature(
    result: PublishedResult, client: Client, tmp_path: Path
) -> None:
    for name in ("body.json", "body.sig"):
        (tmp_path / name).write_bytes(client.get(f"/results/2026/1/{name}").content)
    (tmp_path / "key.pem").write_bytes(client.get("/results/key").content)
    body = (tmp_path / "body.json").read_bytes()
    assert hashlib.sha256(body).hexdigest() == result.sha256
    command = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in body.json -sigfile body.sig"
    done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False)
    assert b"Verified Successfully" in done.stdout, done.stderr


def test_files_are_served_as_they_were_signed(result: PublishedResult, client: Client) -> None:
    body = json.loads(result.body)
    for name in ("answers", "persons"):
        answer = client.get(f"/results/2026/1/{name}.jsonl.gz")
        assert hashlib.sha256(answer.content).hexdigest() == body["files"][name]["sha256"]
        assert "immutable" in answer["Cache-Control"]


def test_a_large_file_comes_in_pieces(
    played: Scene, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(parts, "PIECE", 10_000)
    row = publishing.begin(played.round, by=None, reason="", now=LATER)
    values = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(3_000)]
    with parts.Writer(row, "answers") as writer:
        for value in values:
            writer.line(value)
    pieces = list(parts.pieces(row.pk, "answers"))
    assert len(pieces) > 3
    assert hashlib.sha256(b"".join(pieces)).hexdigest() == writer.told()["sha256"]
    assert [json.loads(line) for line in parts.lines(row.pk, "answers")] == values


def test_a_phone_finds_its_own_line(played: Scene, result: PublishedResult, client: Client) -> None:
    who = played.people[7]
    Contestant.objects.filter(pk=who.pk).update(token_hash=seats.token_hash(TOKEN))
    head = {"Authorization": f"Bearer {TOKEN}"}
    answer = client.get("/api/results/2026/1/me", headers=head)
    secret = pseudonyms.opened(result.publication.secret)
    assert answer.json() == {"code": pseudonyms.code(secret, who.pk)}
    lines = [json.loads(line) for line in parts.lines(result.publication_id, "answers")]
    assert sum(line["code"] == answer.json()["code"] for line in lines) == 1
    none = client.get("/api/results/2026/9/me", headers=head)
    assert (none.status_code, none.json()["code"]) == (404, "no_such_result")
    assert client.get("/api/results/2026/1/me").status_code == 401
    people.erase(who, LATER)
    assert client.get("/api/results/2026/1/me", headers=head).status_code == 401


def test_the_script_and_the_envelope_are_fetched(result: PublishedResult, client: Client) -> None:
    script = client.get("/results/verify.py").content.decode()
    compile(script, "verify.py", "exec")
    envelope = client.get("/results/2026/1/result.json").content
    assert envelope == publishing.envelope(result)
    assert json.loads(envelope)["body"] == json.loads(result.body)


def test_an_erased_name_is_gone_from_the_page(
    played: Scene, result: PublishedResult, client: Client
) -> None:
    name = played.people[10].nickname
    assert name in client.get("/results/2026/1/").content.decode()
    people.erase(played.people[10], LATER)
    cache.clear()  # a page is kept for five seconds
    assert name not in client.get("/results/2026/1/").content.decode()


def test_a_page_that_everybody_asks_for_costs_no_query(
    result: PublishedResult,
    client: Client,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    first = client.get("/results/2026/1/").content
    with django_assert_num_queries(0):
        assert client.get("/results/2026/1/").content == first
    english = client.get("/results/2026/1/", headers={"Accept-Language": "en"}).content
    assert english != first
