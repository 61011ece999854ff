"""How names and figures are written on the public pages, in the language of the moment."""

from typing import Any

from django.urls import reverse

from leaderboard import sheets
from leaderboard.catalogue import Catalogue, Place, RankedRound
from leaderboard.rules.frames import PersonRow, RegionRow
from leaderboard.rules.scopes import Scope
from quiz import naming
from quiz.naming import language
from quiz.rules.called import Named


def english() -> bool:
    return language() == "en"


def as_signed() -> bool:
    """Whether the page calls places as frames and signed results do, which have one language."""
    return language() == "zh-hans"


def name(of: Named) -> str:
    """What a region or a cohort is called in the page's language."""
    return naming.name(of)


def short(place: Place) -> str:
    """Without the word for its level where that leaves a name: 广州 of 广州市."""
    return name(place).removesuffix("市")


def full_name(known: Catalogue, path: str) -> str:
    """The region's name after its city's; in English before it."""
    return naming.chain(known.chain(path))


def full_names(known: Catalogue) -> dict[str, str]:
    """Where people live, by path; empty where the frames say it."""
    return {} if as_signed() else {path: full_name(known, path) for path in known.places}


def cohort(known: Catalogue, code: str) -> str:
    return name(known.cohorts[code]) if code in known.cohorts else code


def either(chinese: str, other: str) -> str:
    return other if english() and other else chinese


def link(ranked: RankedRound, place: Place, part: str = "", *more: object) -> str:
    """The address of a region's page, or of one of its parts."""
    name = f"boards-{part}" if part else "boards-region"
    return reverse(name, args=[ranked.contest, place.code, *more]) + f"?round={ranked.code}"


def rules(ranked: RankedRound, section: str) -> str:
    """The address of a section of the regulations."""
    return reverse("boards-rules", args=[ranked.contest]) + f"#{section}"


def trail(known: Catalogue, ranked: RankedRound, place: Place) -> list[Place]:
    """The regions above one, the contest's own first."""
    parts = place.path.split("/")
    paths = ["/".join(parts[: n + 1]) for n in range(len(parts) - 1)]
    return [known.places[p] for p in paths if p in known.places and Scope(ranked.root).holds(p, "")]


def person(known: Catalogue, row: PersonRow, divisor: int) -> dict[str, Any]:
    return {
        "row": row,
        "name": row.name,
        "place": full_name(known, row.region),
        "score": score(row.score, divisor),
        "took": sheets.seconds(row.took_ms),
    }


def region(known: Catalogue, row: RegionRow) -> dict[str, Any]:
    place = known.places.get(str(row.id))
    return {
        "row": row,
        "name": group(known, row),
        "code": place.code if place else "",
        "mean": hundredths(row.mean_x100),
        "score": hundredths(row.score_x100),
    }


def group(known: Catalogue, row: RegionRow) -> str:
    """What a row of regions, cohorts or units is called."""
    of = known.places.get(str(row.id)) or known.cohorts.get(str(row.id))
    return name(of) if of and of.name_zh == row.name else row.name


def score(value: int, divisor: int) -> str:
    return sheets.decimal(value, over=divisor, places=0 if divisor == 1 else 2)


def grouped(value: int | None) -> str:
    """A large number in groups of three; "" for None."""
    return "" if value is None else f"{value:,}"


def hundredths(value: int | None) -> str:
    return sheets.decimal(value, over=100, places=2)


def signed(value: int | None) -> str:
    """Hundredths with their sign, also that of more; "" for None."""
    if value is None:
        return ""
    return {-1: "−", 0: "", 1: "+"}[(value > 0) - (value < 0)] + hundredths(abs(value))
