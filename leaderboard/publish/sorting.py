"""Lines put in the order of their pseudonyms, however many: in runs on the disk, then merged.

The order in which people joined must not show in what is published, and all lines of one person
must stand together to be counted with little memory.
"""

import gzip
import heapq
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]
# Lines of one run: some 50 MB of memory.
RUN = 50_000
# Packed quickly: a server's folder for such files may be its memory.
LEVEL = 1


class Sorter:
    """Takes lines and gives them back in order, any number of times. `folder` is the caller's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: list[tuple[str, int, str]] = []
        self._runs: list[Path] = []

    def add(self, line: Json) -> None:
        self._waiting.append((line["code"], line["try"], json.dumps(line)))
        if len(self._waiting) >= RUN:
            self._store()

    def _store(self) -> None:
        path = self._folder / f"run{len(self._runs)}"
        with gzip.open(path, "wt", LEVEL, encoding="ascii") as file:
            file.writelines(f"{code} {no:06} {text}\n" for code, no, text in sorted(self._waiting))
        self._runs.append(path)
        self._waiting = []

    def lines(self) -> Iterator[Json]:
        """All lines by pseudonym, then by try."""
        if self._waiting:
            self._store()
        for text in heapq.merge(*map(_read, self._runs)):
            yield json.loads(text[24:])


def _read(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="ascii") as file:
        yield from file
