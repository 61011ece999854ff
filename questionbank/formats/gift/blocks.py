"""GIFT cut into questions: escapes taken aside, comments and categories read, braces found."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPECIAL = "~=#{}:\\"
# Escaped signs stand aside as signs for private use, which no text of ours may hold.
_ASIDE = {sign: chr(0xE010 + place) for place, sign in enumerate(_SPECIAL)}
_BACK = {ord(aside): sign for sign, aside in _ASIDE.items()}
_HIDDEN = dict.fromkeys(map(ord, _ASIDE.values()), "\ue0ff")
_ESCAPE = re.compile(r"\\([~=#{}:\\n])")
_WORDS = re.compile(r"\[(id|tag):([^\]]{1,200}?)(?<!\\)\]")
_CATEGORY = re.compile(r"\s*\$CATEGORY\s*:\s*(.*)", re.IGNORECASE)
_TOP = re.compile(r"^\$(course|module|system|cat\d*)\$/?|^top/|/top(?=/|$)", re.IGNORECASE)
_WIDE = str.maketrans("｛｝～＝＃：－＞", "{}~=#:->")


@dataclass(frozen=True, slots=True)
class Block:
    """One question's text, escapes still aside. `line` is where it begins in the file."""

    line: int
    text: str
    ref: str = ""
    words: tuple[str, ...] = ()
    category: str = ""
    wide: bool = False


def aside(text: str) -> str:
    """The text with each escaped sign as one that is no mark; `\\n` is a newline."""
    return _ESCAPE.sub(lambda m: "\n" if m[1] == "n" else _ASIDE[m[1]], text.translate(_HIDDEN))


def back(text: str) -> str:
    """The text with its escaped signs as signs."""
    return text.translate(_BACK)


def blocks(text: str) -> Iterator[Block]:
    """The questions of a file in order. One whose brace is still open at a blank line takes the
    lines up to its closing brace, for the error that it is."""
    cutter = _Cutter()
    for number, line in enumerate(text.split("\n"), start=1):
        if (block := cutter.take(number, line)) is not None:
            yield block
    if (last := cutter.end()) is not None:
        yield last


class _Cutter:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._start = 0
        self._comments: list[str] = []
        self._category = ""
        self._open = False

    def take(self, number: int, line: str) -> Block | None:
        plain = line.strip()
        if plain.startswith("//"):
            self._comments.append(plain)
            return None
        if match := _CATEGORY.match(line):
            block = self.end()
            self._category = "/".join(filter(None, _TOP.sub("", match[1].strip()).split("/")))
            return block
        if not plain and not self._open:
            return self.end()
        block = self.end() if self._open and plain.startswith("::") and self._gap() else None
        self._add(number, line)
        return block

    def _gap(self) -> bool:
        return any(not line.strip() for line in self._lines)

    def _add(self, number: int, line: str) -> None:
        self._start = self._start or number
        self._lines.append(line)
        bare = _ESCAPE.sub("", line)
        for sign in bare:
            if sign in "{}":
                self._open = sign == "{"

    def end(self) -> Block | None:
        """The question gathered so far."""
        text, start = "\n".join(self._lines), self._start
        if not text.strip():
            return None
        said = _WORDS.findall("\n".join(self._comments))
        words = tuple(back(aside(word)).strip() for name, word in said if name == "tag")
        refs = [back(aside(word)).strip() for name, word in said if name == "id"]
        self._lines, self._start, self._comments, self._open = [], 0, [], False
        shown, wide = _narrowed(aside(text))
        return Block(start, shown, "".join(refs[:1])[:40], words, self._category, wide)


def _narrowed(text: str) -> tuple[str, bool]:
    """Marks typed with a Chinese keyboard, where the block has none of the proper ones."""
    first, last = text.find("｛"), text.rfind("｝")
    if "{" in text or "}" in text or not 0 <= first < last:
        return text, False
    inside = text[first : last + 1].translate(_WIDE)
    return text[:first] + inside + text[last + 1 :], True
