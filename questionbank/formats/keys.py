"""What the key cell of a table says, in any of the ways in which people write one.

A cell may be letters, numbers, a list, or the text of options. Whatever it can mean is worked out,
and only when exactly one meaning fits the kind of question is it a key.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from questionbank.formats.found import Note, error, warning
from questionbank.formats.text import narrow
from questionbank.rules.alike import folded

Places = tuple[int, ...]
_SEPARATORS = ("\n", "||", "|", ";", "、", ",", "&", "/", "#")
_BEFORE = re.compile(
    r"^(?:(?:正确|标准|参考)?答案|answers?|key)\s*(?:[:是为])\s*|^(?:选项|选|option)\s?(?=[a-j1-9]$)",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r"^[\[({【《](.*)[\])}】》]$", re.DOTALL)
_LETTERS = re.compile(r"[A-Z](?:[\s,、;|/.&+和与及]{0,3}[A-Z]){0,25}")
_RANGE = re.compile(r"([A-Z])\s?(?:-|~|—|–|至|到|—{2})\s?([A-Z])")
_NUMBER = re.compile(r"0*(\d{1,2})(?:\.0)?")
_LABELLED = re.compile(r"([A-Z])\s?[.、:)．]\s*(\S.{0,400})", re.DOTALL)
_ITEM = re.compile(r"""\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"',\[\]]{1,40}))\s*(?:,|$)""")
_EMPTY = {"", "[]", "无", "略", "暂无", "-", "/", "none", "null", "nan", "n/a", "?", "??"}
# Room for the texts of ten options; what is longer was never a key.
_LONGEST = 3_000
_ALL = {"全选", "全部", "全部选项", "all"}


@dataclass(frozen=True, slots=True)
class Key:
    """Places of the right options from 0, or why there are none: a note then says it."""

    places: Places
    notes: tuple[Note, ...] = ()


def is_empty(cell: str) -> bool:
    return narrow(cell).strip().casefold() in _EMPTY


def bare(cell: str) -> str:
    """A key in half width, without "答案：" before it and one pair of brackets around it."""
    mark = _BEFORE.sub("", narrow(cell).strip()).strip(" \t\n.。;")
    wrapped = _WRAPPED.match(mark)
    return wrapped[1].strip() if wrapped and not _list(mark) else mark


def choice(cell: str, options: Sequence[str], kind: str) -> Key:
    """The key of a question with options; `kind` may be "single", "multiple" or "choice" (either).

    A key that fits nothing is an ERROR; one that is there but wrong for the kind comes back as it
    is, for the rules to refuse.
    """
    mark = bare(cell)
    if is_empty(mark):
        return Key((), (error("no_key", "key"),))
    if len(mark) > _LONGEST:
        return Key((), (error("key_unreadable", "key", cell),))
    meanings = list(dict.fromkeys(_meanings(mark, options)))
    fitting = [found for found in meanings if _fits(found, len(options), kind)]
    if len(set(fitting)) > 1:
        return Key((), (error("key_ambiguous", "key", cell),))
    if fitting:
        return Key(fitting[0], tuple(_guesses(mark)))
    inside = [found for found in meanings if max(found) < len(options) and min(found) >= 0]
    if inside:
        return Key(inside[0])
    code = "key_outside" if meanings else "key_unreadable"
    return Key((), (error(code, "key", cell),))


def letters(cell: str) -> Key:
    """The key where it is known to be letters, whatever the options say."""
    places = _letters(bare(cell).upper(), {})
    return Key(places, () if places else (error("no_key", "key", cell),))


def _guesses(mark: str) -> Iterator[Note]:
    if _RANGE.fullmatch(mark.upper()):
        yield warning("key_range", "key", mark)
    found = re.findall(r"[A-Z]", mark.upper()) if _LETTERS.fullmatch(mark.upper()) else []
    if len(found) > len(set(found)):
        yield warning("key_repeated", "key", mark)


def _fits(places: Places, count: int, kind: str) -> bool:
    least, most = {"single": (1, 1), "multiple": (2, count)}.get(kind, (1, count))
    return least <= len(places) <= most and min(places) >= 0 and max(places) < count


def _meanings(mark: str, options: Sequence[str]) -> Iterator[Places]:
    texts = _texts_of(options)
    if mark.casefold() in _ALL and folded(mark) not in texts:
        yield tuple(range(len(options)))
        return
    for parts in _parts(mark):
        for meaning in (_letters, _numbers, _labelled, _text):
            found = _each(parts, texts, meaning)
            if found:
                yield found


def _texts_of(options: Sequence[str]) -> dict[str, int]:
    """Folded text of each option that no other option shares, and its place."""
    lines = [folded(option) for option in options]
    once = Counter(lines)
    return {line: at for at, line in enumerate(lines) if line and once[line] == 1}


def _parts(mark: str) -> Iterator[list[str]]:
    """The cell as one, as a list, and cut at each separator that it holds."""
    if items := _list(mark):
        yield items
        return
    yield [mark]
    for separator in _SEPARATORS:
        if separator in mark:
            yield [part.strip() for part in mark.split(separator) if part.strip()]


def _list(mark: str) -> list[str]:
    """The items of a JSON or Python list; empty when it is none, or a broken one."""
    if not (mark.startswith("[") and mark.endswith("]")) or len(mark) > 5_000:
        return []
    body, at, items = mark[1:-1].strip(), 0, []
    while at < len(body):
        match = _ITEM.match(body, at)
        if not match:
            return []
        items.append(next(group for group in match.groups() if group is not None).strip())
        at = match.end()
    return [item for item in items if item]


Meaning = Callable[[str, dict[str, int]], Places]


def _each(parts: list[str], texts: dict[str, int], meaning: Meaning) -> Places:
    """What all parts together mean; () as soon as one of them has no such meaning."""
    places: set[int] = set()
    for part in parts:
        found = meaning(part, texts)
        if not found:
            return ()
        places.update(found)
    return tuple(sorted(places))


def _letters(part: str, _texts: dict[str, int]) -> Places:
    upper = part.upper()
    if match := _RANGE.fullmatch(upper):
        first, last = sorted((ord(match[1]) - 65, ord(match[2]) - 65))
        return tuple(range(first, last + 1))
    if not _LETTERS.fullmatch(upper):
        return ()
    return tuple(ord(letter) - 65 for letter in re.findall(r"[A-Z]", upper))


def _numbers(part: str, _texts: dict[str, int]) -> Places:
    match = _NUMBER.fullmatch(part)
    return (int(match[1]) - 1,) if match else ()


def is_number(cell: str) -> bool:
    """Whether a key is written as numbers and nothing else: "2", "1,3", "[1, 3]"."""
    mark = bare(cell)
    return any(all(_NUMBER.fullmatch(part) for part in parts) for parts in _parts(mark) if parts)


def _labelled(part: str, texts: dict[str, int]) -> Places:
    match = _LABELLED.fullmatch(part)
    if not match:
        return ()
    at = texts.get(folded(match[2]))
    if at is None or at == ord(match[1].upper()) - 65:
        return () if at is None else (at,)
    return (at, ord(match[1].upper()) - 65, 99)  # label and text disagree: outside of all options


def _text(part: str, texts: dict[str, int]) -> Places:
    at = texts.get(folded(part))
    return () if at is None else (at,)
