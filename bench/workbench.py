"""The editors' bank at size: finding questions, and importing a workbook of many.

`measure` runs `python -m bench.workbench` in a process of its own, on a SQLite of its own.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from statistics import median
from time import perf_counter
from typing import Any

from bench import errands, rulings, stage, tables
from bench.sizes import Sizes
from bench.table import Goal, Row

# How often the other writer comes.
BETWEEN_S = 0.01
FILTERS = ("", "words=台风", "words=台风 珠江", "kind=single&words=风暴潮", "status=live&words=42")


def measure(sizes: Sizes) -> Iterator[Row]:
    with stage.folder() as folder:
        told = stage.environment(f"sqlite:///{folder / 'bank.sqlite3'}", "daphne")
        told["DATA_DIR"] = str(folder)
        printed = stage.python("bench.workbench", str(sizes.alike), str(sizes.imported), told=told)
    found: dict[str, float] = json.loads(printed.splitlines()[-1])
    where = f"among {sizes.alike:,}; floor: LIKE"
    goals = [Goal("ours", "<=", 300)]
    yield Row("a page of the list", where, "ms", found["page"], found["scan"], goals=goals)
    where = f"{sizes.imported:,} rows of xlsx; floor: read"
    yield Row("a workbook previewed", where, "s", found["preview"], found["read"])
    where = f"{sizes.imported:,} rows; floor: inserts"
    yield Row("a batch stored", where, "s", found["stored"], found["inserts"])
    where = f"{sizes.imported:,} rows; answers wait as long"
    goals = [Goal("ours", "<=", 2)]
    yield Row("another writer waits, storing", where, "s", found["storing"], goals=goals)
    yield Row("another writer waits, undoing", where, "s", found["undoing"], goals=goals)
    yield from errands.measure(sizes, _workbook([_draft(n) for n in range(sizes.imported)]))
    yield from rulings.measure(sizes)


def main(count: int, imported: int) -> None:
    """Print as JSON what things take in an otherwise empty bank of `count` questions."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    from bench.seed import make_bank

    tables.lay()
    make_bank(count)
    _find_words()
    print(json.dumps(_searched() | _imported(imported)))


def _find_words() -> None:
    """What searches look through; make_bank leaves it out, since contests do not need it."""
    from django.db.models import OuterRef, Subquery

    from questionbank.models import Question, QuestionVersion

    stems = QuestionVersion.objects.filter(pk=OuterRef("newest")).values("stem_zh")
    Question.objects.update(sought=Subquery(stems))


def _searched() -> dict[str, float]:
    from django.db import connection
    from django.utils import timezone

    from questionbank import filters, search
    from questionbank.models import Question

    today = timezone.localdate()

    def page(text: str) -> None:
        wanted, among = filters.read(text), Question.objects.all()
        rows = search.found(wanted, among, user=None, today=today)
        rows.count()
        list(search.ordered(wanted, rows.select_related("newest"))[:50])
        search.counts(wanted, among, user=None, today=today)

    def scan() -> None:
        with connection.cursor() as cursor:
            like = "SELECT count(*) FROM questionbank_question WHERE sought LIKE '%%台风%%'"
            cursor.execute(like, [])

    shown = median(_took(partial(page, text)) for text in FILTERS for _ in range(3))
    return {"page": shown * 1_000, "scan": median(_took(scan) for _ in range(5)) * 1_000}


def _imported(count: int) -> dict[str, float]:
    from django.contrib.auth.models import User
    from django.utils import timezone

    from questionbank import importing
    from questionbank.formats.found import Options

    by = User.objects.create_superuser("bench")
    drafts = [_draft(number) for number in range(count)]
    data = _workbook(drafts)
    began = perf_counter()
    batch = importing.preview(data, Options(name="w.xlsx"), by=by, scope="440000")
    seen, now = perf_counter(), timezone.localtime()
    storing = _beside(lambda: importing.accept(batch, by=by, now=now))
    took = {"preview": seen - began, "stored": perf_counter() - seen, "storing": storing}
    took["undoing"] = _beside(lambda: importing.undo(batch, by=by, now=now))
    return took | {"read": _took(lambda: _read(data)), "inserts": _took(lambda: _insert(drafts))}


# Another process that writes, as the server does for answers; at its end, its longest wait.
WRITER = """
import select, sqlite3, sys, time
line, longest = sqlite3.connect(sys.argv[1], timeout=100, isolation_level=None), 0.0
print("ready", flush=True)
while not select.select([sys.stdin], [], [], float(sys.argv[2]))[0]:
    began = time.perf_counter()
    line.execute("BEGIN IMMEDIATE")
    line.execute("COMMIT")
    longest = max(longest, time.perf_counter() - began)
print(longest)
"""


def _beside(work: Callable[[], object]) -> float:
    """The longest wait in seconds of another writer of the same SQLite while the work is done."""
    from django.db import connection

    path = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-c", WRITER, path, str(BETWEEN_S)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        writer.stdout.readline()  # type: ignore[union-attr]
        work()
        said, _ = writer.communicate()
    return float(said)


def _draft(number: int) -> Any:
    from questionbank.rules.question import Draft, Text

    stem = Text(f"第 {number} 号台风经过珠江口时，下列说法哪一项是正确的？（{number * 7919}）")
    options = tuple(Text(f"第 {place} 个选项 {number * place}") for place in range(1, 5))
    return Draft("single", stem, Text("解析" * 20), Text("来源"), options, key=(number % 4,))


def _workbook(drafts: list[Any]) -> bytes:
    from questionbank.formats.found import Options, Written
    from questionbank.formats.sheet import writer

    return writer.write([Written(f"w-{n}", d) for n, d in enumerate(drafts)], Options())


def _read(data: bytes) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(data))
    book.get_sheet_by_index(0).to_python()


def _insert(drafts: list[Any]) -> None:
    """The bare rows: questions, versions, options."""
    from django.db import transaction

    from questionbank.models import Option, Question, QuestionVersion
    from questionbank.rows import option_rows, version_row

    with transaction.atomic():
        made = Question.objects.bulk_create(Question(ref=f"b-{n}") for n in range(len(drafts)))
        pairs = list(zip(drafts, made, strict=True))
        versions = QuestionVersion.objects.bulk_create(version_row(d, q, 1) for d, q in pairs)
        both = zip(drafts, versions, strict=True)
        Option.objects.bulk_create(option for d, v in both for option in option_rows(d, v))


def _took(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
