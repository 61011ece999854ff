"""Which format a file is, by what is in it: names and extensions only break a tie."""

import io
import re
import struct
import zipfile

from questionbank.formats.table import header as table_header
from questionbank.formats.table import lines as table_lines
from questionbank.formats.text import decode
from questionbank.formats.zips import is_zip

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Whole files may be 20 MB; what a file is shows in its beginning.
_LOOKED_AT = 64 * 1024
_BROKEN = (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OSError, EOFError)
_ROOT = re.compile(r"<(?![?!])\s{0,9}(?:[\w.-]{1,40}:)?([\w.-]{1,60})")
_ASIDE = re.compile(r"<\?.{0,2000}?\?>|<!--.{0,4000}?-->|<!DOCTYPE[^>\[]{0,2000}", re.DOTALL)
_HTML = {"html", "table", "body", "head", "meta", "style", "div", "p"}
_SHEET_XML = {"workbook"}
_AIKEN_KEY = re.compile(r"^ANSWER[ \t]?[:：][ \t]?[A-Z]", re.MULTILINE)
_NUMBERED = re.compile(r"\s*(?:第?\d{1,4}题?[.、．:：)）]|[（(【]\d{1,4}[)）】])")
# What opens an answer in GIFT: {=, {~, {T}, {F}, {#, {} and its full-width twin.
_GIFT = re.compile(r"[{｛]\s{0,20}(?:[=~＝～#%]|(?:T|F|TRUE|FALSE)\s{0,5}[#}｝])", re.IGNORECASE)
_GIFT_HEAD = re.compile(r"^(?:::.{1,300}?::|\$CATEGORY:)", re.MULTILINE)


def sniff(data: bytes, name: str = "") -> str:
    """The name of the format in the registry; of what is none, a format that says so by name."""
    if is_zip(data):
        return _zip(data)
    if data.startswith(_OLE):
        return "docx" if "WordDocument".encode("utf-16-le") in data else "sheet"
    text, _notes = decode(_cut(data))
    start = text.lstrip()
    if start.startswith("<"):
        return _xml(start)
    if start.startswith("{") and '"' in start[:200] and ":" in start[:400]:
        return "jsonl"
    return _text(text, name.lower().rpartition(".")[2])


def _cut(data: bytes) -> bytes:
    """The beginning, up to the end of a line: no character is cut in two."""
    if len(data) <= _LOOKED_AT:
        return data
    end = data.rfind(b"\n", 0, _LOOKED_AT)
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data[:_LOOKED_AT] if end < 0 or wide else data[:end]


def _zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()[:2000]
    except _BROKEN:
        return "sheet"
    if "word/document.xml" in names or any(name.startswith("word/") for name in names):
        return "docx"
    if "imsmanifest.xml" in names:
        return "qti"
    parts = ("xl/", "content.xml", "mimetype")
    if any(name.startswith(parts) for name in names):
        return "sheet"
    texts = (".xml", ".dat", ".qti", ".zip")
    if any(name.lower().endswith(texts) for name in names):
        return "qti"
    return "textzip" if any(name.lower().endswith(".txt") for name in names) else "sheet"


def _xml(text: str) -> str:
    match = _ROOT.search(_ASIDE.sub("", text[:20_000]))
    root = match[1].lower() if match else ""
    if root == "quiz":
        return "moodle"
    return "sheet" if root in _HTML | _SHEET_XML else "qti"


def _text(text: str, extension: str) -> str:
    if extension in ("csv", "tsv"):
        return "csv"
    if _is_table(text):
        return "csv"
    if extension == "gift" or _GIFT_HEAD.search(text) or _GIFT.search(text):
        return "gift"
    return "aiken" if _is_aiken(text) else "pasted"


def _is_table(text: str) -> bool:
    """Whether a header stands in the first lines, in cells that a separator parts."""
    for separator in table_lines.SEPARATORS:
        records = table_lines.split(text, separator, most=30).records
        if any(len(record) >= 3 and table_header.score(record, {}) >= 3 for record in records):
            return True
    return False


def _is_aiken(text: str) -> bool:
    if not _AIKEN_KEY.search(text):
        return False
    return not any(_NUMBERED.match(line) for line in text.splitlines()[:200])
