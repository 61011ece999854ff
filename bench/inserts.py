"""`python -m bench.inserts ROWS BATCH`: the same rows into the same table, with nothing around."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter

import django

from bench.sizes import Sizes

# Not in use by any seat: attempts have no foreign key.
FIRST = 2 * 10**9


def measure(folder: Path, told: Mapping[str, str], sizes: Sizes) -> float:
    """Rows a second, in batches as large as the crowd of the closed loop."""
    from bench import stage

    rows = sizes.answerers * sizes.questions
    printed = stage.python(
        "bench.inserts", str(rows), str(sizes.answerers), told={**told, "DATA_DIR": str(folder)}
    )
    return float(printed)


def main(count: int, batch: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from django.db import connection

    rows = [
        (FIRST + n // 50, n % 50, 2, n % 50, "0", 900, 10, 1_789_776_000_000, 1_789_776_000_001)
        for n in range(count)
    ]
    connection.ensure_connection()
    insert = _postgresql if connection.vendor == "postgresql" else _sqlite
    began = perf_counter()
    for start in range(0, count, batch):
        insert(rows[start : start + batch])
    print(count / (perf_counter() - began))


def _sqlite(rows: Sequence[tuple[object, ...]]) -> None:
    from django.db import connection

    raw = connection.connection
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany(
        "INSERT INTO quiz_entry (attempt_id, slot, kind, seq, choice, took_ms, points,"
        " received_at, stored_at, xid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        rows,
    )
    raw.execute("COMMIT")


def _postgresql(rows: Sequence[tuple[object, ...]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO quiz_entry (attempt_id, slot, kind, seq, choice, took_ms, points,"
            " received_at, stored_at, xid) SELECT u.*, 0 FROM unnest(%s::bigint[], %s::int[],"
            " %s::int[], %s::bigint[], %s::text[], %s::int[], %s::int[], %s::bigint[],"
            " %s::bigint[]) AS u",
            [list(column) for column in zip(*rows, strict=True)],
        )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
