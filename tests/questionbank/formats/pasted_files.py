"""Short ways to look at what was read from pasted text."""

from questionbank.formats.found import Found, Level, Row
from questionbank.formats.pasted import read_text

ABCD = "\nA. 甲\nB. 乙\nC. 丙\nD. 丁\n"


def letters(row: Row) -> str:
    assert row.draft is not None
    return "".join("ABCDEFGHIJ"[place] for place in row.draft.key)


def keys(found: Found) -> list[str]:
    return [letters(row) for row in found.rows]


def stems(found: Found) -> list[str]:
    return [row.draft.stem.zh if row.draft else "" for row in found.rows]


def codes(found: Found, level: Level | None = None) -> list[str]:
    rows = [note for row in found.rows for note in row.notes]
    return [note.code for note in (*found.notes, *rows) if level in (None, note.level)]


def one(text: str) -> Row:
    found = read_text(text)
    assert len(found.rows) == 1
    return found.rows[0]
