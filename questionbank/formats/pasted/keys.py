"""Keys as people write them: of one question, and of many in one line."""

import re
from dataclasses import dataclass

from questionbank.formats.found import Note, warning
from questionbank.formats.pasted.words import truth

_SIGN = r"正确|错误|true|false|[√×✓✗✔✘对错TF]"
_VALUE = rf"(?:[A-Ja-j](?:\s?[,、]?\s?[A-Ja-j])*|{_SIGN})"
_STOPS = r"[\s,、;。.|]*"
_RUN = re.compile(
    r"第?(?P<from>\d{1,5})\s?题?\s?(?:[-~—–]|至|到)+\s?第?(?P<to>\d{1,5})\s?题?\s?[:.、)]?\s*"
    rf"(?P<keys>(?:(?:[A-J]+|{_SIGN})[\s,、;|]*)+)(?!\w)[.。]?\s*",
    re.IGNORECASE,
)
_ONE = re.compile(
    rf"[(\[第]?\s?(?P<number>\d{{1,5}})\s?[)\]题]?\s?[.、:)-]?\s?[(\[]?\s?(?P<key>{_VALUE})\s?[)\]]?"
    rf"(?![^\W\d_]){_STOPS}",
    re.IGNORECASE,
)
_LEADING = re.compile(
    rf"\s*[(\[]?\s?(?P<key>{_VALUE})\s?[)\]]?(?:[\s.。,;:]+(?P<rest>.*))?", re.I | re.S
)
_REASON = re.compile(rf"\s*(?P<key>{_VALUE})\s?(?:[。;,]|(?=\())\s*(?P<rest>\S.*)", re.I | re.S)
_LETTERS = re.compile(r"[A-J](?:[\s,、;|/&和与]{0,3}[A-J]){0,9}")
_SPAN = re.compile(r"([A-J])\s?(?:[-~—]|至|到)\s?([A-J])")
_ORDER = re.compile(r"[A-J](?:(?:\s|[-,、;|/>→—]){0,4}[A-J]){1,9}")
_NUMBERS = re.compile(r"(?:题号|题目|序号|no\.?|question)?\s*[:|]?\s*((?:\d{1,5}[\s|,、]*)+)", re.I)
_ANSWERS = re.compile(
    rf"(?:参考|正确)?(?:答案|answers?|key)?\s*[:|]?\s*((?:(?:[A-J]+|{_SIGN})[\s|,、]*)+)", re.I
)
_EACH = re.compile(rf"[A-J]+|{_SIGN}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """The key of one question in a list of keys."""

    number: int
    value: str


def entries(half: str) -> tuple[list[Entry], list[Note]] | None:
    """The keys in a flat line that holds nothing else ("1-5 ABCDE", "1A2B", "1.A 2.B"), or None.

    A run whose count is wrong fills nothing: which one is missing, nobody can tell.
    """
    found: list[Entry] = []
    notes: list[Note] = []
    at = 0
    while at < len(half):
        if match := _RUN.match(half, at):
            some = _run(int(match["from"]), int(match["to"]), match["keys"])
            found += some
            notes += [] if some else [warning("key_range_count", "key", match[0].strip())]
        elif match := _ONE.match(half, at):
            found.append(Entry(int(match["number"]), match["key"]))
        else:
            return None
        at = match.end()
    return (found, notes) if found or notes else None


def _run(first: int, last: int, keys: str) -> list[Entry]:
    count = last - first + 1
    groups = keys.replace(",", " ").replace("、", " ").replace(";", " ").replace("|", " ").split()
    if len(groups) != count:
        groups = _EACH.findall("".join(groups))
        groups = [
            sign for group in groups for sign in (group if _LETTERS.fullmatch(group) else [group])
        ]
    if len(groups) != count:
        return []
    return [Entry(first + place, group) for place, group in enumerate(groups)]


def table(numbers: str, keys: str) -> tuple[list[Entry], list[Note]] | None:
    """The keys in two flat lines, numbers above and keys below; None if they are no such lines."""
    above, below = _NUMBERS.fullmatch(numbers.strip()), _ANSWERS.fullmatch(keys.strip())
    if above is None or below is None:
        return None
    names = re.findall(r"\d+", above[1])
    values = [group for group in re.split(r"[\s|,、]+", below[1]) if group]
    if len(names) < 2 and "号" not in numbers:
        return None
    if len(names) != len(values):
        return [], [warning("key_range_count", "key", f"{numbers.strip()} / {keys.strip()}")]
    return [Entry(int(name), value) for name, value in zip(names, values, strict=True)], []


def numbers_only(half: str) -> bool:
    """Whether a flat line could be the upper line of such a table."""
    match = _NUMBERS.fullmatch(half.strip())
    return match is not None and ("号" in half or len(match[1].split()) > 2)


def leading(half: str) -> tuple[str, int] | None:
    """The key at the beginning of a flat text, and where the words behind it begin."""
    match = _LEADING.fullmatch(half)
    if match is None:
        return None
    return match["key"], match.start("rest") if match["rest"] is not None else len(half)


def with_reason(half: str) -> tuple[str, int] | None:
    """A key with words behind a stop, "A。因为…" or "B（见教材）", and where these begin."""
    match = _REASON.fullmatch(half)
    return (match["key"], match.start("rest")) if match else None


def letters(half: str, count: int) -> tuple[int, ...] | None:
    """The places that a flat key like "A、C", "ac", "A-D" or "全选" names; None if it is none.

    A letter that comes twice is no key.
    """
    bare = half.strip().strip(".。;").strip("[]() ").upper()
    if bare in ("全选", "全部", "ALL"):
        return tuple(range(count))
    if span := _SPAN.fullmatch(bare):
        first, last = (ord(letter) - ord("A") for letter in span.groups())
        return tuple(range(first, last + 1)) if first < last else None
    if not _LETTERS.fullmatch(bare):
        return None
    found = [ord(sign) - ord("A") for sign in bare if "A" <= sign <= "J"]
    return tuple(found) if len(set(found)) == len(found) else None


def order(half: str) -> tuple[int, ...] | None:
    """The places in the order that a flat key like "CABD", "C-A-B-D" or "C→A→B→D" gives."""
    bare = half.strip().strip(".。;").upper()
    if not _ORDER.fullmatch(bare):
        return None
    return tuple(ord(sign) - ord("A") for sign in bare if "A" <= sign <= "J")


def said(half: str) -> bool | None:
    """What a flat key of a judgement says, in brackets or not."""
    return truth(half.strip().strip("()[]"))
