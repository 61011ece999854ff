"""Keys of judgements in tables. 1 and 0 are never guessed: in real files 0 means right, too."""

from collections.abc import Mapping, Sequence

from questionbank.formats import keys
from questionbank.formats.found import Note, error, warning
from questionbank.formats.pasted.words import flat, truth

RIGHT, WRONG = (0,), (1,)
_NUMBERS = ("0", "1", "2")


def judge(
    cell: str, options: Sequence[str], told: Mapping[str, bool] | None
) -> tuple[tuple[int, ...], tuple[Note, ...]]:
    """The key of a judgement, and what is wrong with it. `options` are its two words, if written;
    `told` is what the editor said of this file's codes."""
    mark = keys.bare(cell)
    if keys.is_empty(mark):
        return (), (error("no_key", "key"),)
    if told and mark in told:
        return (RIGHT if told[mark] else WRONG), ()
    if mark in _NUMBERS:
        return (), (error("truth_unknown", "key", cell),)
    words = [truth(flat(option)) for option in options]
    if options and (len(options) != 2 or set(words) != {True, False}):
        return (), (error("judge_options", "options", " / ".join(options)),)
    right = truth(mark)
    if right is not None:
        return (RIGHT if right else WRONG), ()
    return _lettered(mark, cell, words)


def _lettered(
    mark: str, cell: str, words: Sequence[bool | None]
) -> tuple[tuple[int, ...], tuple[Note, ...]]:
    if mark.upper() not in ("A", "B"):
        return (), (error("key_unreadable", "key", cell),)
    place = ord(mark.upper()) - 65
    if words:
        return (RIGHT if words[place] else WRONG), ()
    return (place,), (warning("truth_letters", "key", cell),)
