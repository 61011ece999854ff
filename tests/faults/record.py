"""Reads a round out of a database by plain SQL, as the second count wants it."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from questionbank.rules import draw
from tests.house import shadow
from tests.house.shadow import Books, Paper, Row, Verdict, slots
from tests.servers import impatient

ROUND = """SELECT r.id, r.format, r.opens_at, p.seed, p.beacon, p.books
FROM quiz_round r JOIN quiz_preparedround p ON p.round_id = r.id WHERE r.code = '{code}'"""
ROWS = """SELECT e.id, e.attempt_id, e.slot, e.kind, e.seq, e.choice, e.took_ms, e.points,
e.received_at FROM quiz_entry e WHERE e.attempt_id NOT IN
(SELECT id FROM quiz_attempt WHERE round_id <> {round}) ORDER BY e.id"""
PAPERS = """SELECT id, contestant_id, try_no, region_path, cohort, book, form
FROM quiz_attempt WHERE round_id = {round}"""
RULINGS = """SELECT number, version_id, kind, keys FROM questionbank_ruling
WHERE number IS NOT NULL ORDER BY number"""
KEYS = """SELECT v.id, v.kind, v.key, v.estimate, v.extra, p.width, p.height
FROM questionbank_questionversion v LEFT JOIN questionbank_picture p ON p.id = v.picture_id"""

ANSWERS = """SELECT c.nickname, e.slot, e.choice FROM quiz_entry e
JOIN quiz_entrant n ON n.attempt_id = e.attempt_id
JOIN quiz_contestant c ON c.id = n.contestant_id
JOIN quiz_sitting s ON s.id = n.sitting_id WHERE s.code = '{code}' AND e.kind = {kind}"""
LINES = """SELECT l.version, l.do FROM quiz_hostline l
JOIN quiz_sitting s ON s.id = l.sitting_id WHERE s.code = '{code}' ORDER BY l.version"""
STAGE = "SELECT stage FROM quiz_sitting WHERE code = '{code}'"


def sitting(url: str, code: str) -> dict[str, Any]:
    """What the database holds of a sitting: `rows` (who, slot, choice), `lines`, `stage`."""
    return {
        "rows": query(url, ANSWERS.format(code=code, kind=shadow.ANSWER)),
        "lines": query(url, LINES.format(code=code)),
        "stage": _json(query(url, STAGE.format(code=code))[0][0]),
    }


def query(url: str, text: str) -> list[Sequence[Any]]:
    """The rows of a statement in the database at `url` (postgres:// or sqlite:///)."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        line = sqlite3.connect(path, timeout=10)
        try:
            return line.execute(text).fetchall()
        finally:
            line.close()
    with impatient(url) as connection:
        return list(connection.execute(text.encode()).fetchall())


def read(url: str, code: str) -> Books:
    """Everything that the database holds of the round `code`."""
    number, form, opens_at, seed, beacon, books = query(url, ROUND.format(code=code))[0]
    form, shelf = _json(form), _json(books)["set"]["books"]
    key = draw.deal_key(bytes.fromhex(seed), beacon)
    papers = {}
    for row in query(url, PAPERS.format(round=number)):
        attempt, contestant, try_no, region, cohort, book, sheet = row
        versions = slots(key, contestant, try_no, shelf[book][sheet])
        papers[attempt] = Paper(attempt, contestant, try_no, region, cohort, versions)
    rows = [Row(*row) for row in query(url, ROWS.format(round=number))]
    keys = _keys(url)
    return Books(form, opens_at, rows, papers, keys, _verdicts(url, keys))


def _verdicts(url: str, keys: dict[int, dict[str, Any]]) -> list[Verdict]:
    found = []
    for number, version, kind, counting in query(url, RULINGS):
        made = tuple(_ruled(keys[version], key) for key in _json(counting))
        found.append(Verdict(number, version, kind, made))
    return found


def _ruled(own: dict[str, Any], key: Any) -> dict[str, Any]:
    if own["kind"] == "estimate":
        return {**own, **dict(zip(("value", "near", "far"), key, strict=True))}
    name = {"text": "accepted", "hotspot": "areas"}.get(own["kind"], "places")
    return {**own, name: key}


def _keys(url: str) -> dict[int, dict[str, Any]]:
    found = {}
    for number, kind, key, estimate, extra, width, height in query(url, KEYS):
        more = {**(_json(estimate) or {}), **(_json(extra) or {})}
        found[number] = {"kind": kind, "places": _json(key), "size": (width, height), **more}
    return found


def _json(value: Any) -> Any:
    """SQLite gives JSON as text, psycopg as what it means."""
    return json.loads(value) if isinstance(value, str) else value
