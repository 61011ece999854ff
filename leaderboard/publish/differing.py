"""What a correction changes against the result that it corrects: who moved, which regions moved.

Pseudonyms of a round stay the same in its corrections, so anybody can follow a row.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Json = dict[str, Any]
# Rows told one by one, from the top.
MOST = 100


class Before:
    """The persons of the result to be corrected: rank and score by pseudonym, 24 bytes each and
    what a dictionary takes."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._rows: dict[int, tuple[int, int]] = {}
        for line in lines:
            row = json.loads(line)
            self._rows[int(row["code"], 16)] = (row["rank"], row["score"])
        self.moved = self.changed = self.new = 0
        self.top: list[Json] = []

    def see(self, row: Json) -> None:
        """Compare one row of the new result; rows come best first."""
        before = self._rows.pop(int(row["code"], 16), None)
        if before is None:
            self.new += 1
        else:
            self.moved += before[0] != row["rank"]
            self.changed += before[1] != row["score"]
        if before != (row["rank"], row["score"]) and len(self.top) < MOST:
            self.top.append({"code": row["code"], **_both(before, row)})

    def told(self) -> Json:
        """How many moved, whose score changed, who came and who is gone; the first rows."""
        return {
            "moved": self.moved,
            "changed": self.changed,
            "new": self.new,
            "gone": len(self._rows),
            "top": self.top,
        }


def _both(before: tuple[int, int] | None, row: Json) -> Json:
    old = before or (None, None)
    return {"rank": [old[0], row["rank"]], "score": [old[1], row["score"]]}


def regions(before: Iterable[Json], after: Iterable[Json]) -> Iterator[Json]:
    """The regions whose rank or score is another one now."""
    old: Mapping[str, Json] = {row["path"]: row for row in before}
    for row in after:
        was = old.get(row["path"], {})
        ranks, scores = ([one.get(name) for one in (was, row)] for name in ("rank", "score_x100"))
        if ranks[0] != ranks[1] or scores[0] != scores[1]:
            yield {"path": row["path"], "name": row["name"], "rank": ranks, "score_x100": scores}
