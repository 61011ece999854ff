"""XML files as exporters elsewhere write them, and what the tests ask of what was read."""

import base64
import io
import time
from collections.abc import Callable, Iterable

from PIL import Image

from questionbank.formats.found import Found, Level, Options, Row
from questionbank.rules.question import Draft

NO_OPTIONS = Options()
# A hostile megabyte may take this long; the machine that tests may be busy.
LONGEST_SECONDS = 8.0  # four times the promise: machines differ
Read = Callable[[bytes, Options], Found]


def picture(form: str = "PNG", width: int = 40, height: int = 20) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, form)
    return out.getvalue()


def in_lines(data: bytes) -> str:
    """Base64 with line breaks, as old exports have it."""
    return base64.encodebytes(data).decode()


def codes(row: Row | Found, level: Level | None = None) -> list[str]:
    return [note.code for note in row.notes if level in (None, note.level)]


def errors(row: Row | Found) -> list[str]:
    return codes(row, Level.ERROR)


def draft(row: Row) -> Draft:
    assert row.draft is not None, row.notes
    return row.draft


def zh(texts: Iterable[object]) -> list[str]:
    return [getattr(text, "zh", "") for text in texts]


def seconds(read: Read, data: bytes) -> float:
    before = time.process_time()
    read(data, NO_OPTIONS)
    return time.process_time() - before
