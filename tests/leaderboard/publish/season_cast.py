"""Two rounds of a contest, most people in both, and a season board of them."""

from pathlib import Path
from typing import Any

from leaderboard.models import BoardDefinition, Publication, PublishedResult
from leaderboard.publish import parts, publishing
from leaderboard.publish.publishing import People
from quiz import plan
from tests.leaderboard.publish.award_cast import counted
from tests.leaderboard.publish.cast import FORM, LATER, Scene, looked, two
from tests.quiz import world


def second(of: Scene) -> Scene:
    """A second round, in which all but the first ten played, some of them twice."""
    round_ = world.make_round(FORM, of.contest, code="demo2")
    looked(round_)
    made = Scene(of.contest, round_, plan.load("demo2"), list(of.people))
    for n, who in enumerate(of.people[10:]):
        made.play(who, skill=(n * 5) % 11)
        if n % 9 == 0:
            made.play(who, skill=7, try_no=1)
    return made


def season(of: Scene, **other: Any) -> BoardDefinition:
    said: dict[str, Any] = {"code": "season", "title_zh": "赛季总榜", "region_id": "440000"}
    said |= {"who": "persons", "formula": "standing", "rounds": ["demo", "demo2"]}
    return BoardDefinition.objects.create(contest=of.contest, made_at=LATER, **said | other)


def begin(of: Scene, reason: str = "") -> Publication:
    return publishing.begin_board(of.contest.code, "season", by=two()[0], reason=reason, now=LATER)


def published(of: Scene, reason: str = "") -> PublishedResult:
    row = counted(begin(of, reason))
    assert row.faults == []
    return publishing.publish_as(row, People("lin", "chen"), LATER)


def stored(season: PublishedResult, bases: list[PublishedResult], folder: Path) -> dict[str, Any]:
    """The files as somebody downloads them."""
    files: dict[str, Any] = {"result": folder / "season.json", "persons": folder / "p.jsonl.gz"}
    files["result"].write_bytes(publishing.envelope(season))
    files["persons"].write_bytes(b"".join(parts.pieces(season.publication_id, "persons")))
    files["rests_on"] = [folder / f"result{n}.json" for n in range(len(bases))]
    files["answers"] = [folder / f"answers{n}.jsonl.gz" for n in range(len(bases))]
    for n, base in enumerate(bases):
        files["rests_on"][n].write_bytes(publishing.envelope(base))
        files["answers"][n].write_bytes(b"".join(parts.pieces(base.publication_id, "answers")))
    return files
