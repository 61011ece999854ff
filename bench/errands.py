"""What a large file costs the server that takes it in: a workbook read, stored and taken back."""

import json
import os
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import Any

from bench import stage
from bench.sizes import Sizes
from bench.table import Goal, Row
from tests.processes import started_by

SCOPE = "440000"
ASK_S = 0.5
PATIENCE = 1_000
TICKS = os.sysconf("SC_CLK_TCK")


def measure(sizes: Sizes, workbook: bytes) -> Iterator[Row]:
    """`workbook` holds `sizes.imported` rows."""
    with stage.folder() as folder:
        told = stage.environment(f"sqlite:///{folder / 'contest.sqlite3'}", "daphne")
        house = stage.House(folder, told)
        house.prepare()
        for command in (("load_regions",), ("grant", "bench", "author", SCOPE)):
            house.manage(*command)
        secret = house.manage("api_token", "bench", "bench").strip()
        house.start()
        try:
            server, work = _seconds(house, secret, workbook)
        finally:
            house.stop()
    where = f"{sizes.imported:,} rows; stock: as a thread"
    goals = [Goal("stock", "<=", 0.25)]
    yield Row("a server's CPU for a large file", where, "s", server, stock=work, goals=goals)


def _seconds(house: stage.House, secret: str, workbook: bytes) -> tuple[float, float]:
    """Seconds of processor: of the server itself, and of the process beside it."""
    before = _cpu_s(house.pid, children=False)
    pk = _ask(house, secret, "POST", f"?scope={SCOPE}&name=w.xlsx", workbook)["id"]
    _finished(house, secret, pk)
    for method in ("POST", "DELETE"):
        _ask(house, secret, method, f"/{pk}", b"{}" if method == "POST" else None)
        _finished(house, secret, pk)
    worker = _worker(house.pid)
    return _cpu_s(house.pid, children=False) - before, _cpu_s(worker, children=True)


def _finished(house: stage.House, secret: str, pk: int) -> None:
    for _time in range(PATIENCE):
        sleep(ASK_S)
        if not _ask(house, secret, "GET", f"/{pk}")["doing"]:
            return
    raise RuntimeError("the import was not finished")


def _ask(
    house: stage.House, secret: str, method: str, path: str, data: bytes | None = None
) -> dict[str, Any]:
    kind = "application/json" if data == b"{}" else "application/octet-stream"
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": kind}
    url = f"{house.url}/api/bank/imports{path}"
    asked = urllib.request.Request(url, data, headers, method=method)  # noqa: S310 (our own)
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
        found: dict[str, Any] = json.load(answer)
        return found


def _worker(server: int) -> int:
    """The process beside the server that does errands."""
    for child in started_by(server, "do_errands"):
        return child
    raise RuntimeError("nobody does the errands")


def _cpu_s(pid: int, *, children: bool) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return sum(map(int, fields[11 : 15 if children else 13])) / TICKS
