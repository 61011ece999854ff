"""Counting a season: everybody's rounds put together from the published results of the rounds, by
the stand-alone script, and compared with the board.

Source: contest regulations, section 12.9.
"""

import hashlib
import json
from collections.abc import Container, Iterator, Sequence
from typing import Any

from leaderboard.models.results import State
from leaderboard.publish import (
    differing,
    live,
    naming,
    parts,
    pseudonyms,
    resting,
    standing,
)
from leaderboard.publish.award_telling import VERSION
from leaderboard.publish.job import Job, Json
from leaderboard.publish.resting import Rest
from leaderboard.publish.script import season as script
from leaderboard.publish.script.season import Part
from leaderboard.publish.telling import FORMAT
from leaderboard.rules import canonical, invariants
from leaderboard.rules.invariants import Fault
from quiz.models import Attempt

FORMULA = "sum of the best rounds, each by its own format"


class SeasonJob(Job):
    """A season's result. Its one file says for each person who they are in the results that it
    rests on; all else comes from there."""

    def run(self) -> None:
        self.rest = resting.find(self.round.contest.code, self.row.board)
        self.rounds = [one.round.pk for one in self.rest.rounds]
        stand = self._stand()
        self.faults += resting.faults(self.rest, self.clock())
        body = {} if self.faults else self._counted(self.rest)
        if self._stand() != stand:
            self.faults.append(Fault("changed"))
        state = State.REFUSED if self.faults else State.READY
        told = {} if self.faults else {**body, "warnings": []}
        version = self.rest.base.version
        self._end(state, told, {**standing.stand(self.round.pk, self.root), "version": version})

    def _stand(self) -> list[Json]:
        return [standing.stand(number, self.root) for number in self.rounds]

    def _counted(self, rest: Rest) -> Json:
        bases = [json.loads(one.base.body) for one in rest.rounds]
        body = _heading(rest, bases)
        self._step("count")
        rows = self._rows(body, self._found(rest, bases))
        self._step("compare")
        exact, theirs = live.season(rest.definition, self.clock(), self._code)
        if exact:
            ours = (_compared(row) for row in rows)
            self._add(invariants.same_rows(map(_without_region, theirs), ours))
        self._add(Fault("script", line) for line in self._checked(rest, bases, body, rows))
        if self.faults:
            return {}
        self._step("write")
        return {**body, **self._written(rows)}

    def _code(self, who: int) -> str:
        return pseudonyms.code(self.secret, who)

    def _found(self, rest: Rest, bases: Sequence[Json]) -> list[dict[str, Part]]:
        """Everybody of each round, from its published answers."""
        first = min(base["round"]["opens_at"] for base in bases)
        return [
            script.parts_of(base["round"], first, _answers(one.base.publication_id))
            for base, one in zip(bases, rest.rounds, strict=True)
        ]

    def _rows(self, body: Json, found: Sequence[dict[str, Part]]) -> list[Json]:
        """Everybody of the season, best first, with their pseudonyms in the rounds."""
        people = Attempt.objects.filter(round__in=self.rounds).values_list("contestant", flat=True)
        secrets = [pseudonyms.opened(one.base.publication.secret) for one in self.rest.rounds]
        self.whose: dict[str, int] = {}
        rows = []
        for who in people.distinct().iterator():
            codes = [pseudonyms.code(secret, who) for secret in secrets]
            there = [code if code in of else "" for code, of in zip(codes, found, strict=True)]
            if any(there):
                mine = [of[code] for code, of in zip(there, found, strict=True) if code]
                self.whose[self._code(who)] = who
                rows.append(_row(self._code(who), there, script.together(body, mine)))
        rows.sort(key=lambda row: (script.place(body, _part(row)), row["code"]))
        _rank(body, rows)
        body["people"] = len(rows)
        return rows

    def _checked(
        self, rest: Rest, bases: Sequence[Json], body: Json, rows: Sequence[Json]
    ) -> Iterator[str]:
        hashes = [one.base.sha256 for one in rest.rounds]
        yield from script.check_rounds(body, list(zip(bases, hashes, strict=True)))
        yield from script.check_people(body, self._found(rest, bases), rows)

    def _written(self, rows: Sequence[Json]) -> Json:
        """The file of all rows, with the first ones' names beside it."""
        codes = naming.wanted(rows)
        ids = {self.whose[code]: code for code in codes}
        named = naming.of_people(ids, hide=self.round.contest.masked)
        naming.store(self.row, named, self._regions(rows, named))
        old = self.row.corrects
        before = differing.Before(parts.lines(old.publication_id, "persons")) if old else None
        digest = hashlib.sha256()
        with parts.Writer(self.row, "persons") as writer:
            for row in rows:
                digest.update(canonical.encode(row) + b"\n")
                name = named.get(row["code"])
                writer.line({**row, "name": name.hash if name else ""})
                if before:
                    before.see(row)
        difference = {**before.told(), "regions": []} if before else None
        said = {"standings": digest.hexdigest(), "files": {"persons": writer.told()}}
        return {**said, "difference": difference}

    def _regions(self, rows: Sequence[Json], named: Container[str]) -> dict[str, str]:
        """The regions beside names, as the last round of each tells them beside the same name."""
        found: dict[str, str] = {}
        for n, one in enumerate(self.rest.rounds):
            there = {row["rounds"][n]: row["code"] for row in rows if row["code"] in named}
            there.pop("", None)
            known = naming.regions(one.base.publication_id, there)
            found |= {code: known.get(there_code, "") for there_code, code in there.items()}
        return found


def _heading(rest: Rest, bases: Sequence[Json]) -> Json:
    journal = zip(rest.rounds, bases, strict=True)
    return {
        "format": FORMAT,
        "v": VERSION,
        "contest": bases[0]["contest"],
        "region": rest.definition.region,
        "region_name": bases[0]["region_name"],
        "subject": resting.subject(rest.definition),
        "formula": FORMULA,
        "divisor": bases[0]["divisor"],
        "ties": list(bases[0]["round"]["format"]["ties"]) or ["took"],
        "rests_on": resting.told(rest),
        "journal": [{"round": one.ranked.code, **base["journal"]} for one, base in journal],
    }


def _answers(publication: int) -> Iterator[Json]:
    return map(json.loads, parts.lines(publication, "answers"))


def _row(code: str, rounds: list[str], of: Part) -> Json:
    return {
        "rank": 0,
        "code": code,
        "rounds": rounds,
        "region": of.region,
        "score": of.score,
        "took_ms": of.took,
        "finish_s": of.finish,
        "tries": of.tries,
    }


def _part(row: Json) -> Part:
    return Part(row["score"], row["took_ms"], row["finish_s"], row["tries"], row["region"])


def _rank(body: Json, rows: Sequence[Json]) -> None:
    before: Any = None
    for n, row in enumerate(rows, 1):
        here = script.place(body, _part(row))
        row["rank"] = n if here != before else rows[n - 2]["rank"]
        before = here


def _compared(row: Json) -> tuple[Any, ...]:
    names = ("rank", "code", "score", "took_ms", "finish_s", "tries")
    return tuple(row[name] for name in names)


def _without_region(row: Sequence[Any]) -> tuple[Any, ...]:
    """A board's row: answers may be published under a wider region."""
    rank, code, _region, *figures = row
    return (rank, code, *figures)
