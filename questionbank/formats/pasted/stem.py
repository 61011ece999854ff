"""The stem of a pasted question without what does not belong to it: tags, points, the key."""

import re
from dataclasses import dataclass, field

from questionbank.formats.pasted.words import flat, is_points, is_tag, kind_in

BLANK = "（ ）"
_LAST = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]][\s.。]*$")
_OPEN_TAG = re.compile(r"\s*[(\[]([^()\[\]]{1,30})[)\]]\s*[.、:]?\s*")
_PLAIN_TAG = re.compile(r"\s*([^\s:()\[\]]{2,8}|true or false)\s*:\s*", re.IGNORECASE)
_KEY = re.compile(
    r"[(\[](?P<bracket>\s*(?:[A-J](?:[\s,、]{0,2}[A-J]){0,9}"
    r"|[√×✓✗✔✘╳对错]|正确|错误|[TF]|true|false)\s*)[)\]]|(?<!_)_+\s?(?P<line>[A-J]{1,8})\s?_+",
    re.IGNORECASE,
)
_END = re.compile(r"\s*[.。?!;:]?\s*(?:[(\[][^()\[\]]{0,30}分[)\]])?\s*")


@dataclass(slots=True)
class Stem:
    """`keys` are what could be keys in brackets; `sure` says that there is one, and where keys
    stand: at the end or the beginning."""

    text: str
    tag: str = ""
    points: bool = False
    keys: list[str] = field(default_factory=list)
    sure: bool = False
    spans: list[tuple[int, int]] = field(default_factory=list)

    def without_key(self) -> str:
        """The text with the blank where the one key stood; a judgement's key leaves nothing."""
        (start, end), half = self.spans[0], flat(self.text)
        letters = re.search(r"[A-J]", half[start:end]) and not re.search(
            r"true|false", half[start:end], re.IGNORECASE
        )
        return (self.text[:start] + (BLANK if letters else "") + self.text[end:]).strip()


def stem(text: str) -> Stem:
    """The stem without its tags, and the keys that may stand in it."""
    found = Stem(text.strip())
    _strip_front(found)
    _strip_end(found)
    half = flat(found.text)
    for match in _KEY.finditer(half):
        inside = match["bracket"] or match["line"]
        if inside.strip().islower() and len(inside.strip()) < 3:
            continue  # "(a)" counts something
        found.keys.append(inside.strip())
        found.spans.append(match.span())
    if len(found.keys) == 1:
        start, end = found.spans[0]
        found.sure = bool(_END.fullmatch(half, end)) or start == 0
    return found


def _strip_front(found: Stem) -> None:
    for _ in range(3):
        half = flat(found.text)
        match = _OPEN_TAG.match(half) or _PLAIN_TAG.match(half)
        if (
            match is None
            or not is_tag(match[1])
            or (match.re is _PLAIN_TAG and not kind_in(match[1]))
        ):
            return
        _note(found, match[1])
        found.text = found.text[match.end() :].strip()


def _strip_end(found: Stem) -> None:
    for _ in range(2):
        half = flat(found.text)
        match = _LAST.search(half, max(0, len(half) - 40))
        if match is None or half[match.end() :].strip(" .。") or not is_tag(match[1]):
            return
        if not is_points(match[1]) and not kind_in(match[1]):
            return
        _note(found, match[1])
        found.text = found.text[: match.start()].strip()


def _note(found: Stem, words: str) -> None:
    found.tag = found.tag or (words if kind_in(words) else "")
    found.points = found.points or any(sign.isdigit() for sign in words)
