"""A board from frozen to published and corrected, counted again by somebody who shares no code.

The champion is annulled while the board stands still; two people publish at the desk; a wrong key
is found afterwards. Each time the public pages of JSON and CSV are the ones that a stranger counts
from the published answers, to the last rank and hundredth.
"""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.test import Client

from leaderboard import api, freezing
from leaderboard import projector as projectors
from leaderboard.models import Publication
from leaderboard.projector import RELOAD_MS, Projector
from leaderboard.public.kept import kept
from leaderboard.publish import official, working
from leaderboard.publish.script import checks
from leaderboard.store_memory import MemoryShelf
from quiz.models import Attempt
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.leaderboard.publish import cast
from tests.leaderboard.publish.cast import LATER, Scene, two
from tests.leaderboard.publish.recount import Json, Recount, Row
from tests.leaderboard.publish.test_correcting import annul, mark_again, ruled

pytestmark = pytest.mark.slow

PROVINCE, CITY, COUNTY = "440000", "440000/440100", "440000/440100/440106"
DESK, API = "/desk/publish/demo/", "/api/boards/demo"


class Public:
    """What everybody gets, by addresses alone."""

    def __init__(self, projector: Projector, clock: FakeClock) -> None:
        self.client, self._projector, self.clock = Client(), projector, clock

    def come(self) -> None:
        """Let the process read the journal, its definitions and what is published anew."""
        for _ in range(3):
            self._projector.catch_up(self.clock.tick(2 * RELOAD_MS))
        official.settle(self.clock.now())
        kept.clear()

    def get(self, address: str, **query: Any) -> bytes:
        answer = self.client.get(address, query)
        assert answer.status_code == 200, (address, answer.content[:300])
        parts: Any = answer
        return b"".join(parts.streaming_content) if answer.streaming else answer.content

    def pages(self, region: str) -> tuple[Json, list[Json]]:
        """All rows of a board, page by page."""
        rows: list[Json] = []
        said: Json = {"next": ""}
        while said["next"] is not None:
            more = {"cursor": said["next"]} if said["next"] else {}
            asked = self.get(f"{API}/persons", region=region, size=1000, **more)
            said = json.loads(asked)
            rows += said["rows"]
        return said, rows

    def table(self, region: str, pages: int) -> Iterator[tuple[int, int, int]]:
        """Rank, points and tries of each line of the CSV, page by page."""
        for page in range(1, pages + 1):
            asked = {"region": region, "size": 1000, "page": page, "format": "csv"}
            text = self.get(f"{API}/persons", **asked).decode("utf-8-sig")
            for line in list(csv.reader(io.StringIO(text)))[1:]:
                yield int(line[0]), int(line[3]), int(line[6])


@pytest.fixture
def public(played: Scene, monkeypatch: pytest.MonkeyPatch, fake_clock: FakeClock) -> Public:
    """Seventeen hundred people more, some with a second paper, some of them elsewhere by then."""
    played.crowd(900, where=cast.WHERE[0])
    played.crowd(500, where=cast.WHERE[1], cohort="youth")
    played.crowd(300, where=cast.WHERE[2], cohort="farmers")
    for n, person in enumerate(played.people[::6]):
        played.play(person, skill=n % 11, where=cast.WHERE[2] if n % 5 == 0 else "", try_no=1)
    made = Projector(MemoryShelf())
    for module in (api, projectors):
        monkeypatch.setattr(module, "projector", made)
    public = Public(made, fake_clock)
    public.come()
    made.following = True
    return public


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def publish(public: Public, reason: str = "") -> None:
    """Two people at the desk; the counting process is this one."""
    first, second = (at_desk(user) for user in two())
    assert first.post(f"{DESK}begin/", {"reason": reason}).status_code == 302
    row = Publication.objects.get(state="working")
    working.work(row, public.clock.now)
    sent = {"publication": row.pk, "typed": "demo"}
    assert first.post(f"{DESK}publish/", sent).status_code == 400
    assert second.post(f"{DESK}publish/", sent).status_code == 302
    public.come()


def files(public: Public, number: int, folder: Path) -> dict[str, Path]:
    found = {}
    for name in ("result.json", "answers.jsonl.gz", "persons.jsonl.gz"):
        path = folder / f"{number}-{name}"
        path.write_bytes(public.get(f"/results/2026/{number}/{name}"))
        found[name.partition(".")[0]] = path
    return found


def agree(public: Public, those: dict[str, Path]) -> None:
    """A stranger's recount, every public row, and the script that we give out say the same."""
    body = json.loads(those["result"].read_bytes())["body"]
    text = gzip.decompress(those["answers"].read_bytes())
    lines = [json.loads(line) for line in text.splitlines()]
    recount = Recount(body, lines)
    assert [line["score"] for line in lines] == [line["ours"] for line in recount.lines]
    for region in (PROVINCE, CITY, COUNTY):
        head, rows = public.pages(region)
        ours = recount.board(region)
        assert sorted(_row(row, body["round"]["opens_at"]) for row in rows) == ours
        assert head["official"] is True
        assert sorted(public.table(region, head["pages"])) == sorted(
            (r.rank, r.score, r.tries) for r in ours
        )
    for above in (PROVINCE, CITY):
        shown = json.loads(public.get(f"{API}/regions", region=above))["rows"]
        for row in shown:
            figures = recount.region(row["id"], above)
            assert {name: row[name] for name in figures} == figures
            assert row["ranked"] == (figures["people"] >= 100)
    assert list(checks.check(dict(those))) == []


def _row(row: Json, opens_at: int) -> Row:
    finish = (row["finished_at"] - opens_at) // 1000
    return Row(row["rank"], row["score"], row["took_ms"], finish, row["tries"])


def test_every_public_row_is_what_a_stranger_counts_through_annulling_and_correcting(
    played: Scene, public: Public, tmp_path: Path
) -> None:
    before = public.pages(PROVINCE)[1]
    champion = before[0]["id"]
    freezing.freeze(played.round, Millis(LATER - 1), by=two()[0], now=LATER)
    public.come()
    papers = Attempt.objects.filter(contestant=champion).values_list("pk", flat=True)
    annul(list(papers), two()[0])
    public.come()
    assert public.pages(PROVINCE)[1] == before
    publish(public)
    after = public.pages(PROVINCE)[1]
    assert champion not in {row["id"] for row in after}
    assert len(after) == len(before) - 1
    first = files(public, 1, tmp_path)
    agree(public, first)
    said = {name: path.read_bytes() for name, path in first.items()}

    mark_again(played, ruled(played, "new_key", [[1]]))
    public.come()
    assert public.pages(PROVINCE)[0]["official"] is False
    publish(public, "答案有误")
    second = files(public, 2, tmp_path)
    agree(public, second)
    assert json.loads(second["result"].read_bytes())["body"]["corrects"]["number"] == 1
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as db:
        db.execute("UPDATE leaderboard_publishedresult SET body = '{}' WHERE number = 1")
    again = files(public, 1, tmp_path)
    assert {name: path.read_bytes() for name, path in again.items()} == said
    assert list(checks.check(dict(again))) == []
