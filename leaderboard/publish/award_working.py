"""Counting an award: what the boards say of each region, counted again from the journal, and
checked by the stand-alone script against the published result that it rests on.

Source: contest regulations, section 12.8.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from leaderboard.board import policy
from leaderboard.models.results import State
from leaderboard.publish import award_telling, differing, live, parts, resting, standing
from leaderboard.publish.job import Job, Json
from leaderboard.publish.resting import Rest
from leaderboard.publish.script import award as script
from leaderboard.rules import invariants
from leaderboard.rules.award import Out, Row
from leaderboard.rules.invariants import Fault


class AwardJob(Job):
    """An award's result. It has no files: everything it says can be counted from the files of the
    result that it rests on."""

    def run(self) -> None:
        rest = resting.find(self.round.contest.code, self.row.board)
        stand = standing.stand(self.round.pk, self.root)
        self.faults += resting.faults(rest, self.clock())
        body = {} if self.faults else self._counted(rest)
        if standing.again(self.round.pk, stand) != stand:
            self.faults.append(Fault("changed"))
        state = State.REFUSED if self.faults else State.READY
        told = {} if self.faults else {**body, "warnings": []}
        self._end(state, told, {**stand, "version": rest.base.version})

    def _counted(self, rest: Rest) -> Json:
        self._read()
        self._step("count")
        base = json.loads(rest.base.body)
        body, rows = self._body(rest, base)
        self._step("compare")
        self._add(self._recounted(body, base, rows))
        self._add(self._same(base, rows))
        self._add(Fault("script", line) for line in self._checked(rest, base, body))
        return body

    def _body(self, rest: Rest, base: Json) -> tuple[Json, Sequence[Row]]:
        _whole, rows = live.award(rest.definition, self.clock())
        body = award_telling.heading(rest, base, policy())
        told = award_telling.regions(rest.known, rest.ranked, rows)
        body |= {"whole": award_telling.whole(base, body["region"]), "regions": told}
        public = script.tally(body, base["round"]["opens_at"], _published(rest))
        body["regions"] = award_telling.stated(told, body["cohorts"], public)
        return {**body, "difference": self._difference(body)}, rows

    def _difference(self, body: Json) -> Json | None:
        old = self.row.corrects
        if old is None:
            return None
        before = json.loads(old.body)["regions"]
        return {"regions": list(differing.regions(before, body["regions"]))}

    def _recounted(self, body: Json, base: Json, rows: Sequence[Row]) -> Iterator[Fault]:
        """The boards count in each region what the journal says: everybody's cohort, every day."""
        ours = script.tally(body, base["round"]["opens_at"], self._lines())
        for row in rows:
            if row.out is Out.NO:
                of = ours[row.facts.path]
                people = [of.people[cohort] for cohort in body["cohorts"]]
                theirs = [*row.facts.cohorts, row.facts.active]
                if theirs != [*people, len(of.days)]:
                    said = {"board": theirs, "recount": [*people, len(of.days)]}
                    yield Fault("facts", row.facts.path, said)

    def _same(self, base: Json, rows: Sequence[Row]) -> Iterator[Fault]:
        """People, attempts and points are those of the result that it rests on."""
        published = {row["path"]: _totals(row) for row in base["regions"]}
        theirs = {row.facts.path: tuple(row.facts.totals[:3]) for row in rows if _shown(row)}
        ours = {path: published[path] for path in theirs}
        return invariants.same_totals(theirs, ours)  # type: ignore[arg-type]

    def _checked(self, rest: Rest, base: Json, body: Json) -> Iterator[str]:
        yield from script.check_scores(body)
        yield from script.check_rest(body, base, rest.base.sha256)
        yield from script.check_facts(body, base, _published(rest))


def _published(rest: Rest) -> Iterator[Json]:
    return map(json.loads, parts.lines(rest.base.publication_id, "answers"))


def _shown(row: Row) -> bool:
    return row.out is not Out.FEW


def _totals(row: Json) -> tuple[Any, ...]:
    return row["people"], row["attempts"], row["points"]
