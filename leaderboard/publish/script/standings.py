# Second part: standings, ranks, and what regions and cohorts come to.

import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from leaderboard.publish.script.marks import Json

Scope = tuple[str, str]
Standing = tuple[int, int, int, int]
ROW = struct.Struct(">QQQQ8sqqIIH")
DECIDES = 32  # bytes of a row


def standing(form: Json, lines: Iterable[Json]) -> Standing | None:
    """Score, time, finish and number of the attempts that count: section 2.4."""
    done = [line for line in lines if line["void"] % 2 == 0]
    if not done:
        return None
    if form["count"] == "last":
        kept = [max(done, key=lambda line: int(line["try"]))]
    elif form["count"] == "sum":
        kept = done
    else:
        best = form["best_n"] if form["count"] == "mean_best" else 1
        kept = sorted(done, key=lambda line: _better(form, line))[:best]
    return (
        sum(line["score"] for line in kept),
        sum(line["took_ms"] for line in kept),
        max(line["finish_s"] for line in kept),
        len(done),
    )


def _better(form: Json, line: Json) -> tuple[int, ...]:
    """Within one second the earlier try finished earlier."""
    finish = (line["finish_s"], line["try"])
    links = {"took": (line["took_ms"],), "finished": finish}
    chain = [part for tie in form["ties"] for part in links.get(tie, ())]
    return (-line["score"], *chain, *finish)


def order(form: Json, of: Standing) -> tuple[int, ...]:
    """Smaller is better: section 7.2. Times count in steps of 10 ms, finishing in seconds."""
    ties = {"took": of[1] // 10, "fewer_tries": of[3], "finished": of[2]}
    chain = [max(ties[tie], 0) for tie in form["ties"]]
    return (2**40 - of[0], *chain, *[0] * (3 - len(chain)))


class Count:
    """Everything that lines come to: `totals` of each region with each cohort ("" = all) are
    people, attempts and points."""

    def __init__(self, form: Json, root: str) -> None:
        self.form, self.root = form, root
        self.totals: defaultdict[Scope, list[int]] = defaultdict(lambda: [0, 0, 0])
        self.moved = 0
        self._homes: dict[str, int] = {}
        self._rows: list[bytes] = []
        self._scopes = lru_cache(maxsize=None)(self._scopes_of)

    def person(self, code: str, lines: Sequence[Json]) -> None:
        """Count all of one person: on every board with the attempts that were opened inside it."""
        valid = [line for line in lines if line["void"] % 2 == 0]
        of = standing(self.form, valid)
        if of is None:
            return
        among = [self._scopes(line["region"], line["cohort"]) for line in valid]
        self.moved += len(set(among)) > 1
        for scope in set().union(*among):
            inside = [line for line, those in zip(valid, among, strict=True) if scope in those]
            part = of if len(inside) == len(valid) else standing(self.form, inside)
            self._add(scope, len(inside), part)
        self._keep(code, of, max(valid, key=lambda line: int(line["try"]))["region"])

    def _add(self, scope: Scope, attempts: int, of: Standing | None) -> None:
        total = self.totals[scope]
        total[0] += 1
        total[1] += attempts
        total[2] += of[0] if of else 0

    def _keep(self, code: str, of: Standing, home: str) -> None:
        place = self._homes.setdefault(home, len(self._homes))
        points, took, finish, tries = of
        decides = order(self.form, of)
        self._rows.append(
            ROW.pack(*decides, bytes.fromhex(code), points, took, finish, place, tries)
        )

    def _scopes_of(self, region: str, cohort: str) -> frozenset[Scope]:
        parts = region.split("/")
        above = ["/".join(parts[: n + 1]) for n in range(len(parts))]
        inside = [path for path in above if f"{path}/".startswith(f"{self.root}/")]
        return frozenset((path, group) for path in inside for group in ("", cohort))

    def ranked(self) -> Iterator[Json]:
        """Every person, best first; equal in all that decides = the same rank."""
        self._rows.sort()
        homes, rank, above = list(self._homes), 0, b""
        for n, row in enumerate(self._rows, 1):
            if row[:DECIDES] != above:
                rank, above = n, row[:DECIDES]
            code, points, took, finish, place, tries = ROW.unpack(row)[4:]
            said: Json = {"rank": rank, "code": code.hex(), "region": homes[place]}
            said |= {"score": points, "took_ms": took, "finish_s": finish, "tries": tries}
            yield said


def region_score(of: Sequence[int], parent: Sequence[int], divisor: int, shrink: int) -> int | None:
    """Hundredths: the mean, with `shrink` people of the parent's mean mixed in (section 8.1)."""
    if not of[0] or not parent[0]:
        return None
    top = 100 * (of[2] * parent[0] + shrink * parent[2])
    bottom = (of[0] + shrink) * parent[0] * divisor
    return (2 * top + bottom) // (2 * bottom)
