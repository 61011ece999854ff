"""The layer below every text format: bytes to text, structure marks to half width.

Never guesses Latin-1: what is not Unicode is Big5 where that makes better sense, and else GB18030,
of which the GBK of Excel is a part.
"""

import unicodedata

from questionbank.formats.encodings import OTHER, in_lines, legacy
from questionbank.formats.found import Note, error, info, warning

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Zero-width characters hide in pasted text and make equal things differ; U+00A0 is a space.
_GONE = dict.fromkeys([0xFEFF, 0x200B, 0x200C, 0x200D], None) | {0xA0: " "}
_MOST_NAMED = 10


def decode(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """The text of a file with `\\n` for newlines, and a note on its encoding; an ERROR for bytes
    that are no text at all. Lines in another encoding than the rest are read as such, and named."""
    name, rest = next(
        ((n, data[len(bom) :]) for bom, n in _BOMS if data.startswith(bom)), ("utf-8", data)
    )
    text, notes = _whole(rest, name)
    if text is None and name == "utf-8":
        text, notes = _mixed(rest)
    if text is None or "\0" in text:
        return "", (error("not_text"),)
    return _plain(text), notes


def _whole(data: bytes, name: str) -> tuple[str | None, tuple[Note, ...]]:
    try:
        return data.decode(name), (info("encoding", detail=name),)
    except UnicodeDecodeError:
        return None, ()


def _mixed(data: bytes) -> tuple[str | None, tuple[Note, ...]]:
    """What is not UTF-8 throughout: another encoding, or lines in two. None = neither."""
    if b"\0" in data:
        return None, ()
    other = legacy(data)
    found = in_lines(data, other)
    if found is None:
        return None, ()
    notes = (info("encoding", detail=OTHER.get(found.main, found.main)),)
    if not found.odd:
        return found.text, notes
    named = "、".join(map(str, found.odd[:_MOST_NAMED]))
    more = "…" if len(found.odd) > _MOST_NAMED else ""
    return found.text, (*notes, warning("encoding_mixed", detail=named + more))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_GONE)


def narrow(mark: str) -> str:
    """Structure (labels, keys, numbers) in half width: "Ａ．" is "A.". Not for stems."""
    return unicodedata.normalize("NFKC", mark)
