"""How names and figures are written on the public pages, in the language of the moment."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from leaderboard import sheets
from leaderboard.catalogue import Catalogue, Place, RankedRound
from leaderboard.rules.frames import PersonRow, RegionRow
from leaderboard.rules.scopes import Scope


def english() -> bool:
    return (get_language() or "").startswith("en")


def name(place: Place) -> str:
    """A region's name in the page's language."""
    return either(place.name_zh, place.name_en)


def short(place: Place) -> str:
    """Without the word for its level where that leaves a name: 广州 of 广州市."""
    return either(place.name_zh.removesuffix("市"), place.name_en)


def full_name(known: Catalogue, path: str) -> str:
    """The region's name after its city's; in English alone."""
    place = known.places.get(path)
    return place.name_en if place and english() and place.name_en else known.name(path)


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
        "name": name(place) if place else row.name,
        "code": place.code if place else "",
        "mean": hundredths(row.mean_x100),
        "score": hundredths(row.score_x100),
    }


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
