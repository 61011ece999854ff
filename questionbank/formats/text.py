"""The layer below every text format: bytes to text, structure marks to half width.

Never guesses Latin-1: what is not Unicode is GB18030, of which the GBK of Excel is a part.
"""

import unicodedata

from questionbank.formats.found import Note, error, info

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Zero-width characters hide in pasted text and make equal things differ; U+00A0 is a space.
_GONE = dict.fromkeys([0xFEFF, 0x200B, 0x200C, 0x200D], None) | {0xA0: " "}


def decode(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """The text of a file with `\\n` for newlines, and a note on its encoding; an ERROR for bytes
    that are no text at all."""
    name, rest = next(
        ((n, data[len(bom) :]) for bom, n in _BOMS if data.startswith(bom)), ("", b"")
    )
    tried = [(name, rest)] if name else [("utf-8", data), ("gb18030", data)]
    for encoding, raw in tried:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return _plain(text), (info("encoding", detail=encoding),)
    return "", (error("not_text"),)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_GONE)


def narrow(mark: str) -> str:
    """Structure (labels, keys, numbers) in half width: "Ａ．" is "A.". Not for stems."""
    return unicodedata.normalize("NFKC", mark)
