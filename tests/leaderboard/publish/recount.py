"""A recount as a stranger would write it, from the regulations and docs/results.md alone.

It imports nothing of ours, neither of the boards nor of the script that we give out, and takes the
plainest way each time: exact fractions, a list for everybody, no figure carried along.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor
from typing import Any, NamedTuple

Json = dict[str, Any]
SHRINK = 200


class Row(NamedTuple):
    """Where somebody stands: what the board shows of them, but for the name."""

    rank: int
    score: int
    took_ms: int
    finish_s: int
    tries: int


def mark(form: Json, question: Json, choice: list[int], took: int) -> int | None:
    """Sections 6 and 9.1; None = the question counts for nobody."""
    ruling = question.get("ruling") or {"kind": "", "keys": []}
    if ruling["kind"] == "void_none":
        return None
    if ruling["kind"] == "void_all":
        return int(form["right"] + form["bonus_points"])
    keys = ruling["keys"] or [question["key"]]
    return max(_under(form, question["kind"], key, choice, took) for key in keys)


def _under(form: Json, kind: str, key: Json, choice: list[int], took: int) -> int:
    if not choice:
        return int(form["blank"])
    right = int(form["right"])
    share = _share(form, kind, key, choice)
    if share == 1:
        left = Fraction(max(0, form["question_ms"] - took), form["question_ms"])
        steps = int(form["bonus_steps"])
        return right + int(form["bonus_points"]) * ceil(steps * left) // steps
    return floor(right * share) or -int(form["penalty"])


def _share(form: Json, kind: str, key: Json, choice: list[int]) -> Fraction:
    if kind == "estimate":
        off, near, far = abs(choice[0] - key["value"]), key["near"], key["far"]
        return Fraction(1) if off <= near else Fraction(max(0, far - off), far - near)
    if kind == "multiple":
        half = set(choice) < set(key["places"]) and form["partial"] == "half"
        return Fraction(1, 2) if half else Fraction(set(choice) == set(key["places"]))
    return Fraction(choice == key["places"])


class Recount:
    """Everything that the published answers come to."""

    def __init__(self, body: Json, lines: Iterable[Json]) -> None:
        self.form, self.questions = body["round"]["format"], body["questions"]
        self.lines = [line | {"ours": self.paper(line)} for line in lines]

    def paper(self, line: Json) -> int:
        """The points of a paper: what counts for nobody is made up for by the rest."""
        marks = [mark(self.form, self.questions[q], *rest) for q, *rest in line["answers"]]
        counted = [one for one in marks if one is not None]
        mean = Fraction(sum(counted), len(counted)) if counted else Fraction(0)
        return floor(mean * len(marks) + Fraction(1, 2))

    def papers(self, region: str) -> dict[str, list[Json]]:
        """The papers that count in a region, by person."""
        found: dict[str, list[Json]] = defaultdict(list)
        for line in self.lines:
            if line["void"] % 2 == 0 and f"{line['region']}/".startswith(f"{region}/"):
                found[line["code"]].append(line)
        return found

    def board(self, region: str) -> list[Row]:
        """Section 7, for the best paper of each and ties by time used, then by finishing."""
        best = [
            (min(those, key=lambda p: (-p["ours"], p["took_ms"], p["finish_s"])), len(those))
            for those in self.papers(region).values()
        ]
        orders = [(-one["ours"], one["took_ms"] // 10, one["finish_s"]) for one, _tries in best]
        ladder = sorted(orders)
        return sorted(
            Row(
                1 + bisect_left(ladder, order),
                one["ours"],
                one["took_ms"],
                one["finish_s"],
                tries,
            )
            for (one, tries), order in zip(best, orders, strict=True)
        )

    def mean(self, region: str) -> Fraction:
        """Of people, not of papers."""
        rows = self.board(region)
        return Fraction(sum(row.score for row in rows), len(rows))

    def region(self, region: str, above: str) -> Json:
        """Section 8.1, in hundredths."""
        people = len(self.board(region))
        score = (people * self.mean(region) + SHRINK * self.mean(above)) / (people + SHRINK)
        return {
            "people": people,
            "attempts": sum(map(len, self.papers(region).values())),
            "mean_x100": floor(self.mean(region) * 100 + Fraction(1, 2)),
            "score_x100": floor(score * 100 + Fraction(1, 2)),
        }
