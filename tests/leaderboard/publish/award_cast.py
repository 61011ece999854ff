"""A round whose result is published, and an award of its counties that rests on it."""

from pathlib import Path
from typing import Any

from leaderboard.models import BoardDefinition, Publication, PublishedResult
from leaderboard.publish import parts, publishing, working
from leaderboard.publish.publishing import People
from quiz import annulling
from quiz.models import Attempt, Region
from tests.leaderboard.publish.cast import LATER, Scene, two

RESIDENTS = {"440106": 40_000, "440104": 90_000, "440305": 310_000, "440103": 50_000}
FIRST = "440000/440100/440106"


def award(of: Scene, **other: Any) -> BoardDefinition:
    """The award for organising well of the province's counties, each with its residents; one of
    the counties has nobody yet."""
    city = Region.objects.get(pk="440100")
    names = {"name_zh": "地区440103", "name_en": "440103"}
    path = f"{city.path}/440103"
    Region.objects.create(code="440103", parent=city, path=path, kind="county", **names)
    for code, people in RESIDENTS.items():
        Region.objects.filter(pk=code).update(population=people)
    said: dict[str, Any] = {"code": "award", "title_zh": "优秀组织奖", "region_id": "440000"}
    said |= {"who": "counties", "formula": "award", "rounds": [of.round.code], "made_at": LATER}
    return BoardDefinition.objects.create(contest=of.contest, **said | other)


def mixed(of: Scene) -> None:
    """People of other cohorts in the counties, and four people alone in one of them."""
    of.crowd(12, where="440100/440106", cohort="youth")
    of.crowd(11, where="440300/440305", cohort="farmers")
    of.crowd(3, where="440300/440305", cohort="youth")
    of.crowd(4, where="440100/440103", cohort="farmers")


def begin(of: Scene, reason: str = "") -> Publication:
    """The award, proposed by the first of two people."""
    return publishing.begin_board(of.contest.code, "award", by=two()[0], reason=reason, now=LATER)


def counted(row: Publication) -> Publication:
    """What the counting process does."""
    working.work(row, lambda: LATER)
    row.refresh_from_db()
    return row


def published(of: Scene, reason: str = "") -> PublishedResult:
    row = counted(begin(of, reason))
    assert row.faults == []
    return publishing.publish_as(row, People("lin", "chen"), LATER)


def annul(of: Scene, who: int) -> None:
    """Annul the one paper of a person, as the desk does."""
    annul_of(of, who)


def annul_of(of: Scene, who: int) -> None:
    """Annul the first paper of a person in the scene's round."""
    paper = Attempt.objects.get(contestant=of.people[who], round=of.round, try_no=0)
    annulling.annul({paper.pk: 1}, annulling.Why("program", "代答"), two()[0], LATER)


def stored(award: PublishedResult, base: PublishedResult, folder: Path) -> dict[str, Path]:
    """The three files as somebody downloads them."""
    files = {"result": folder / "award.json", "rests_on": folder / "result.json"}
    for name, result in (("result", award), ("rests_on", base)):
        files[name].write_bytes(publishing.envelope(result))
    files["answers"] = folder / "answers.jsonl.gz"
    files["answers"].write_bytes(b"".join(parts.pieces(base.publication_id, "answers")))
    return files
