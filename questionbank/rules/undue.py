"""A question whose key is not due: its words, from which nobody learns what is right. Source:
contest regulations, section 10.1."""

from collections.abc import Iterable
from dataclasses import replace

from questionbank.rules.question import Draft, Image, Text

# Kinds of which the places of the options, as an editor writes them, may be the key.
PLACED = frozenset({"ordering", "matching"})


def unplaced(draft: Draft) -> Draft:
    """An ordering or a matching with its options, and their pictures, in the order of their texts,
    and so its targets; fixed options stay behind. Any other draft as it is."""
    if draft.kind not in PLACED:
        return draft
    order = sorted(range(len(draft.options)), key=lambda at: (at in draft.fixed, _said(draft, at)))
    return replace(
        draft,
        options=tuple(draft.options[at] for at in order),
        fixed=frozenset(now for now, at in enumerate(order) if at in draft.fixed),
        targets=tuple(sorted(draft.targets, key=_words)),
        option_pictures=tuple(_pictures(draft, order)),
    )


def _said(draft: Draft, at: int) -> tuple[str, ...]:
    """What an option is sorted by; where it is a picture alone, that."""
    image = draft.option_pictures[at] if draft.option_pictures else None
    return (*_words(draft.options[at]), image.digest if image else "")


def _words(text: Text) -> tuple[str, str]:
    return text.zh, text.en


def _pictures(draft: Draft, order: Iterable[int]) -> Iterable[Image | None]:
    return (draft.option_pictures[at] for at in order) if draft.option_pictures else ()
