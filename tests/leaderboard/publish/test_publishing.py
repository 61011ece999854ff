"""From a closed round to a result that anybody can check."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from redis import Redis

from leaderboard.models import PublishedResult
from leaderboard.models.results import State
from leaderboard.projector import Projector
from leaderboard.publish import live, parts, publishing, working
from leaderboard.publish.script import checks
from leaderboard.shelf_redis import RedisShelf
from quiz.journal import follow
from quiz.models import Round
from quiz.rules.units import Millis
from tests.leaderboard.publish.cast import LATER, WHERE, Scene, looked, two
from tests.quiz import world


def stored(result: PublishedResult, folder: Path) -> dict[str, Path]:
    """The three files as somebody downloads them."""
    files = {"result": folder / "result.json"}
    files["result"].write_bytes(publishing.envelope(result))
    for name in ("answers", "persons"):
        files[name] = folder / f"{name}.jsonl.gz"
        files[name].write_bytes(b"".join(parts.pieces(result.publication_id, name)))
    return files


def test_a_result_is_what_anybody_counts_from_its_answers(played: Scene, tmp_path: Path) -> None:
    result = played.published()
    body = json.loads(result.body)
    assert (body["people"], body["attempts"]) == (60, 60)
    assert list(checks.check(stored(result, tmp_path))) == []


def test_what_is_ready_has_no_fault(played: Scene) -> None:
    row = played.publication()
    assert (row.faults, row.state) == ([], State.READY)


def test_somebody_who_moved_counts_in_both_regions(played: Scene, tmp_path: Path) -> None:
    for n in range(12):
        played.play(played.people[n], skill=9, where=WHERE[2], try_no=1)
    result = played.published()
    body = json.loads(result.body)
    regions = {row["path"]: row for row in body["regions"]}
    assert body["people"] == 60
    assert regions["440000/440100"]["people"] == 45
    assert regions["440000/440300"]["people"] == 27
    assert list(checks.check(stored(result, tmp_path))) == []


def test_what_is_counted_while_its_round_gets_more_time_waits_for_the_new_end(
    played: Scene,
) -> None:
    first, _second = two()
    begun = publishing.begin(played.round, by=first, reason="", now=LATER)
    old, new = played.round.closes_at, Millis(LATER + world.HOUR)
    assert begun.round.closes_at == old  # as a counting process has read it
    Round.objects.update(closes_at=new)
    working.work(begun, lambda: LATER)
    begun.refresh_from_db()
    assert begun.state == State.REFUSED
    assert {fault["code"] for fault in begun.faults} == {"not_closed", "unlooked"}
    looked(played.round, new)
    again = publishing.begin(played.round, by=first, reason="", now=Millis(new + 1))
    working.work(again, lambda: Millis(new + 1))
    again.refresh_from_db()
    assert (again.state, again.body["round"]["closes_at"]) == (State.READY, new)


@pytest.mark.redis
def test_with_redis_the_boards_that_are_shown_are_compared(
    played: Scene,
    tmp_path: Path,
    redis_client: "Redis[bytes]",
    settings: pytest.MonkeyPatch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = Projector(RedisShelf(redis_client))
    monkeypatch.setattr(live, "projector", shown)
    settings.REDIS_URL = "redis://the-one-of-these-tests"  # type: ignore[attr-defined]
    result = played.published()
    assert list(checks.check(stored(result, tmp_path))) == []
    ranked = shown.catalogue.rounds[played.round.pk]
    event = follow.of_round(ranked.id)[0]
    shown.store(ranked).apply([replace(event, try_no=9, score=event.score + 50)])
    refused = played.publication("榜单不对")
    assert {fault["code"] for fault in refused.faults} == {"totals", "rows"}
