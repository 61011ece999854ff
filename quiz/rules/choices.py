"""From option numbers on the wire to option places, and what may be chosen at all."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

Stored = tuple[int, ...]
"""A choice as it is marked and kept; empty = left blank. Option places; of an ordering all, in the
chosen order; of a matching the target place of each option place; of an estimate its number; of a
hotspot x and y in thousandths; of a short text its characters' code points."""

# The side of a picture, in the unit of a hotspot's choice.
SIDE = 1_000
# The longest text that is kept, in characters; the journal's column has room for it.
LONGEST = 60
# What begins a text in the journal, where all other choices are numbers.
TEXT_SIGN = '"'


@dataclass(frozen=True, slots=True)
class Offer:
    """What a question lets one choose from.

    `public` lists option places in the order of their numbers on the wire, `targets` those of a
    matching's targets; an estimate lies from `least` to `most`.
    """

    kind: str
    public: tuple[int, ...] = ()
    targets: tuple[int, ...] = ()
    least: int = 0
    most: int = 0


def places(offer: Offer, choice: Sequence[int], typed: str = "") -> Stored | None:
    """What is stored of the numbers and the text that a phone sent, or None for an impossible
    choice. Empty = left blank, always possible."""
    if offer.kind == "text":
        return None if choice else _text(typed)
    if typed:
        return None
    return _PLACES.get(offer.kind, _one)(offer, choice) if choice else ()


def numbers(offer: Offer, stored: Stored) -> list[int]:
    """The way back: the numbers that the phone sent, from what is stored; none of a text."""
    if offer.kind == "text":
        return []
    if offer.kind in ("estimate", "hotspot"):
        return list(stored)
    if offer.kind == "matching" and stored:
        return [offer.targets.index(stored[place]) for place in offer.public]
    if len(stored) == 1:
        return [offer.public.index(stored[0])]
    return [offer.public.index(place) for place in stored]


def words(offer: Offer, stored: Stored) -> str:
    """The text that is stored; "" of every other kind of question."""
    return "".join(map(chr, stored)) if offer.kind == "text" else ""


def clean(typed: str) -> str:
    """A typed text as it is kept: composed (NFC), nothing invisible, single spaces within."""
    shown = "".join(char for char in typed if char.isspace() or not _invisible(char))
    return " ".join(unicodedata.normalize("NFC", shown).split())


def text(offer: Offer, stored: Stored) -> str:
    """A choice as the journal keeps it."""
    if offer.kind == "text":
        return TEXT_SIGN + words(offer, stored) if stored else ""
    return _joined(stored)


@lru_cache(maxsize=4_096)
def _joined(stored: Stored) -> str:
    """Papers hold few different choices; those of an hour are made once."""
    return ",".join(map(str, stored))


@lru_cache(maxsize=4_096)
def read(kept: str) -> Stored:
    """The way back from `text`."""
    if kept.startswith(TEXT_SIGN):
        return tuple(map(ord, kept[1:]))
    return tuple(int(part) for part in kept.split(",")) if kept else ()


def _invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Cs")


def _text(typed: str) -> Stored | None:
    kept = clean(typed)
    return tuple(map(ord, kept)) if len(kept) <= LONGEST else None


def _found(offer: Offer, choice: Sequence[int]) -> Stored | None:
    """The places of options, none named twice."""
    count = len(offer.public)
    if min(choice) < 0 or max(choice) >= count or len(set(choice)) < len(choice):
        return None
    return tuple([offer.public[number] for number in choice])


def _one(offer: Offer, choice: Sequence[int]) -> Stored | None:
    if len(choice) != 1 or not 0 <= choice[0] < len(offer.public):
        return None
    return (offer.public[choice[0]],)


def _several(offer: Offer, choice: Sequence[int]) -> Stored | None:
    found = _found(offer, choice)
    return found and tuple(sorted(found))


def _ordered(offer: Offer, choice: Sequence[int]) -> Stored | None:
    return _found(offer, choice) if len(choice) == len(offer.public) else None


def _matched(offer: Offer, choice: Sequence[int]) -> Stored | None:
    """By option place, whatever the numbers; two options may have the same target."""
    known = all(0 <= number < len(offer.targets) for number in choice)
    if not known or len(choice) != len(offer.public):
        return None
    by_place = dict(zip(offer.public, choice, strict=True))
    return tuple(offer.targets[by_place[place]] for place in sorted(by_place))


def _guessed(offer: Offer, choice: Sequence[int]) -> Stored | None:
    possible = len(choice) == 1 and offer.least <= choice[0] <= offer.most
    return tuple(choice) if possible else None


def _pointed(_offer: Offer, choice: Sequence[int]) -> Stored | None:
    possible = len(choice) == 2 and all(0 <= number <= SIDE for number in choice)
    return tuple(choice) if possible else None


_PLACES: dict[str, Callable[[Offer, Sequence[int]], Stored | None]] = {
    "multiple": _several,
    "ordering": _ordered,
    "matching": _matched,
    "estimate": _guessed,
    "hotspot": _pointed,
}
