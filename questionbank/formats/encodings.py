"""Which encoding bytes are in that are not UTF-8 throughout: GB18030, Big5, or lines of both kinds.

GB18030 can read nearly everything, right or wrong. What tells Big5 from it is which characters come
out: in either encoding nearly all that people write lies in the rows of its common ones.
"""

from dataclasses import dataclass

# Names of codecs, and what people call them.
OTHER = {"cp950": "big5"}
_GB, _BIG5 = "gb18030", "cp950"
_LOOKED_AT = 64 * 1024
# Rows by lead byte: marks, then the common characters. The rest of each encoding is rare.
_COMMON = {
    _GB: (frozenset({0xA1, 0xA3, *range(0xB0, 0xD8)}), 0xA1),
    _BIG5: (frozenset({0xA1, *range(0xA4, 0xC7)}), 0x40),
}
# Below so many characters outside ASCII nothing can be told: then it is GB18030.
_FEWEST = 6
# How much more of a text, in hundredths, must be common in Big5 than in GB18030.
_SURER = 15
# Two characters in GBK can happen to be UTF-8; so many in a row hardly ever are.
_SURE_OF_UTF8 = 4


@dataclass(frozen=True, slots=True)
class Lines:
    """A text, the encoding of most of its lines, and the numbers of the others, from 1."""

    text: str
    main: str
    odd: tuple[int, ...] = ()


def legacy(data: bytes) -> str:
    """The codec for what is not UTF-8 of `data`."""
    lines = data[:_LOOKED_AT].split(b"\n")
    if len(data) > _LOOKED_AT and len(lines) > 1:
        lines.pop()  # it may end amid a character
    other = b"\n".join(line for line in lines if not _is_utf8(line))
    return _BIG5 if _share(other, _BIG5) >= _share(other, _GB) + _SURER else _GB


def in_lines(data: bytes, other: str) -> Lines | None:
    """The text, each line in UTF-8 or in the codec `other`; None if a line is in neither.

    Lines that surely are UTF-8 amid others count as odd, and so do others amid UTF-8.
    """
    lines = data.split(b"\n")
    sure = [at for at, line in enumerate(lines) if _surely_utf8(line)]
    foreign = [at for at, line in enumerate(lines) if not _is_utf8(line)]
    main = "utf-8" if len(sure) > len(foreign) else other
    odd = foreign if main == "utf-8" else sure
    names = dict.fromkeys(odd, other if main == "utf-8" else "utf-8")
    try:
        text = "\n".join(line.decode(names.get(at, main)) for at, line in enumerate(lines))
    except UnicodeDecodeError:
        return None
    return Lines(text, main, tuple(at + 1 for at in odd))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _surely_utf8(line: bytes) -> bool:
    if line.isascii() or not _is_utf8(line):
        return False
    text = line.decode("utf-8")
    return sum(char > "\u2000" for char in text) >= _SURE_OF_UTF8


def _share(data: bytes, codec: str) -> int:
    """How many of a hundred characters outside ASCII are common in that encoding; -1 if it is not
    in it."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return -1
    wide = [char.encode(codec) for char in text if char > "\x7f"]
    if len(wide) < _FEWEST:
        return -1
    leads, least = _COMMON[codec]
    good = sum(len(pair) == 2 and pair[0] in leads and pair[1] >= least for pair in wide)
    return good * 100 // len(wide)
