"""From option numbers on the wire to option places, and what may be chosen at all."""

from collections.abc import Sequence


def places(
    kind: str, choice: Sequence[int], public: Sequence[int], *, least: int, most: int
) -> tuple[int, ...] | None:
    """The chosen option places (an estimate: the number itself), or None for an impossible choice.

    `public` lists places by their number on the wire. Empty = left blank, always possible.
    """
    if not choice:
        return ()
    if kind == "estimate":
        possible = len(choice) == 1 and least <= choice[0] <= most
        return tuple(choice) if possible else None
    if any(not 0 <= number < len(public) for number in choice) or len(set(choice)) < len(choice):
        return None
    found = tuple(public[number] for number in choice)
    if kind == "ordering":
        return found if len(found) == len(public) else None
    if kind == "multiple":
        return tuple(sorted(found))
    return found if len(found) == 1 else None


def numbers(kind: str, stored: Sequence[int], public: Sequence[int]) -> list[int]:
    """The way back: what the phone sent, from the stored places."""
    if kind == "estimate":
        return list(stored)
    return [public.index(place) for place in stored]


def text(stored: Sequence[int]) -> str:
    """A choice as the journal keeps it."""
    return ",".join(map(str, stored))


def read(kept: str) -> tuple[int, ...]:
    return tuple(int(part) for part in kept.split(",")) if kept else ()
