"""Loads regions and cohorts from the data files: all of a file or nothing of it."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from django.db import transaction

from quiz.models import Cohort, Region

DATA = Path(__file__).parent / "data"
KINDS = ("province", "city", "county", "town", "zone", "guest", "other")
REGION_COLUMNS = ("region_code", "parent_code", "level", "name_zh", "name_en", "population", "year")
# A file may have these, too: the first day, and the first one on which the region is no more.
DAYS = ("valid_from", "valid_to")
# Both files may have it: the name in traditional characters. Empty or left out: as name_zh.
HANT = "name_hant"
LONGEST_HANT = 40
COHORT_COLUMNS = ("code", "name_zh", "name_en", "place")
# A thousand times the real file; more is a mistake and would only fill the memory.
MAX_FILE_BYTES = 16_000_000
_WRONG = date.min
_CODE = re.compile(r"[A-Za-z0-9]{1,12}")

Row = Mapping[str, str]


class BadData(ValueError):
    """The file cannot be loaded; `errors` name file, line and column, and nothing was changed."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, Row]]:
    """Numbered rows of a UTF-8 CSV file. Raises BadData when it is not one or lacks a column."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise BadData([f"{path.name}: more than {MAX_FILE_BYTES} bytes"])
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadData([f"{path}: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise BadData([f"{path.name}: not UTF-8 at byte {error.start}"]) from error
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise BadData([f"{path.name}:1: no column {', '.join(missing)}"])
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise BadData([f"{path.name}:{reader.line_num}: {error}"]) from error


def read_regions(path: Path) -> list[Region]:
    """The regions of a file, each with its path. Raises BadData with every row that is wrong."""
    numbered = rows(path, REGION_COLUMNS)
    parents = {row["region_code"]: row["parent_code"] for _, row in numbered}
    errors = [f"{path.name}:{n}: {what}" for n, what in _region_errors(numbered, parents)]
    if errors:
        raise BadData(errors)
    return [_region(row, parents) for _, row in numbered]


def _region_errors(
    numbered: list[tuple[int, Row]], parents: Mapping[str, str]
) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for number, row in numbered:
        code, parent = row["region_code"], row["parent_code"]
        if not _CODE.fullmatch(code):
            yield number, f"region_code: wants 1 to 12 letters or digits, got {code!r}"
        if code in seen:
            yield number, f"region_code: {code} is there twice"
        if parent and (parent not in parents or _path(code, parents) is None):
            yield number, f"parent_code: {parent} is no region above {code}"
        seen.add(code)
        yield from ((number, error) for error in _field_errors(row))


def _field_errors(row: Row) -> Iterator[str]:
    if row["level"] not in KINDS:
        yield f"level: {row['level']!r} is none of {', '.join(KINDS)}"
    for name, longest in (("name_zh", 40), ("name_en", 60)):
        if not 0 < len(row[name].strip()) <= longest:
            yield f"{name}: wants 1 to {longest} characters"
    if len(_hant(row)) > LONGEST_HANT:
        yield f"{HANT}: wants up to {LONGEST_HANT} characters"
    for name, digits in (("population", r"[0-9]{1,9}"), ("year", r"[0-9]{4}")):
        if row[name] and not re.fullmatch(digits, row[name]):
            yield f"{name}: wants a whole number or nothing, got {row[name]!r}"
    yield from (f"{name}: wants a day or nothing" for name in DAYS if _day(row, name) is _WRONG)


def _hant(row: Row) -> str:
    return (row.get(HANT) or "").strip()


def _day(row: Row, name: str) -> date | None:
    """The day in that column, None where there is none; _WRONG for what is no day."""
    text = row.get(name) or ""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return _WRONG


def _path(code: str, parents: Mapping[str, str]) -> str | None:
    """Codes from the top down; None for a circle or a parent that is missing."""
    chain: list[str] = []
    while code:
        if code in chain or code not in parents:
            return None
        chain.append(code)
        code = parents[code]
    path = "/".join(reversed(chain))
    return path if len(path) <= 80 else None


def _region(row: Row, parents: Mapping[str, str]) -> Region:
    code = row["region_code"]
    return Region(
        code=code,
        parent_id=row["parent_code"] or None,
        path=_path(code, parents) or code,
        kind=row["level"],
        name_zh=row["name_zh"].strip(),
        name_en=row["name_en"].strip(),
        name_hant=_hant(row),
        population=int(row["population"]) if row["population"] else None,
        population_year=int(row["year"]) if row["year"] else None,
        valid_from=_day(row, "valid_from"),
        valid_to=_day(row, "valid_to"),
    )


def read_cohorts(path: Path) -> list[Cohort]:
    """The cohorts of a file. Raises BadData."""
    numbered = rows(path, COHORT_COLUMNS)
    errors = [
        f"{path.name}:{n}: wants a code, two names and a place"
        for n, row in numbered
        if not (_CODE.fullmatch(row["code"]) and row["name_zh"] and row["name_en"])
        or not re.fullmatch(r"[0-9]{1,4}", row["place"])
        or len(_hant(row)) > LONGEST_HANT
    ]
    if errors:
        raise BadData(errors)
    return [
        Cohort(
            code=row["code"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            name_hant=_hant(row),
            place=int(row["place"]),
        )
        for _, row in numbered
    ]


@transaction.atomic
def store(regions: list[Region], cohorts: list[Cohort]) -> None:
    """Add what is new and update what is there; loading the same again changes nothing."""
    Region.objects.bulk_create(
        regions,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            *("parent", "path", "kind", "name_zh", "name_en", "population", "population_year"),
            HANT,
            *DAYS,
        ],
    )
    Cohort.objects.bulk_create(
        cohorts,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_zh", "name_en", HANT, "place"],
    )
