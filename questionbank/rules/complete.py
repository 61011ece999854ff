"""What a question has before somebody else reviews it, and keeps from then on. Source: contest
regulations, sections 10.5 and 10.8.

A part is named by a field of the form ("explanation", "alt") or by a facet ("dimension"); TOO_MANY
behind a facet says that there are more tags of it than there may be.
"""

from collections import Counter
from collections.abc import Iterable

from questionbank.rules.workflow import DROPPED, Place

TOO_MANY = "+"
# How many tags of a facet: at least, at most.
NEEDED: dict[str, tuple[int, int | None]] = {
    "topic": (1, None),
    "dimension": (1, 1),
    "audience": (1, None),
    "difficulty": (1, 1),
}


def unfit(facets: Iterable[str]) -> list[str]:
    """The facets that have too few tags or too many; `facets` holds the facet of each tag."""
    has = Counter(facets)
    found = []
    for facet, (least, most) in NEEDED.items():
        if has[facet] < least:
            found.append(facet)
        elif most is not None and has[facet] > most:
            found.append(facet + TOO_MANY)
    return found


def part(where: str) -> str:
    """The part that a gap is in ("explanation.zh" > "explanation"); pictures' words are one."""
    plain = where.removesuffix(".zh")
    return "alt" if plain.endswith(".alt") else plain


def keeps(place: Place) -> bool:
    """Whether a question there may not lose what it needed to come there: all past draft."""
    return place.use not in ("draft", DROPPED)


def spoiled(place: Place, before: Iterable[str], after: Iterable[str]) -> list[str]:
    """What would be wrong with the facets `after` that is not wrong `before`; none in a draft.

    What a question lacks already is no reason to refuse another change.
    """
    held = unfit(before)
    return [one for one in unfit(after) if one not in held] if keeps(place) else []
