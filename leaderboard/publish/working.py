"""Making a publication: read, count, compare, write. Runs in a process of its own, for minutes
where there are millions; a process that dies is followed by another that begins anew.

Source: contest regulations, section 12.
"""

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from leaderboard.board import policy
from leaderboard.models import Publication, ResultName, ResultPart
from leaderboard.models.results import State
from leaderboard.publish import (
    counting,
    differing,
    live,
    naming,
    parts,
    pseudonyms,
    questions,
    resting,
    standing,
    telling,
)
from leaderboard.publish.award_working import AwardJob
from leaderboard.publish.counting import Recount, Widening
from leaderboard.publish.job import Clock, Job, Json, Lost, plain
from leaderboard.publish.script.standings import Count
from leaderboard.publish.season_working import SeasonJob
from leaderboard.publish.sorting import Sorter
from leaderboard.rules import canonical, invariants
from leaderboard.rules.invariants import Fault


def work(publication: Publication, clock: Clock) -> None:
    """Count what the publication is of and make its files; then it is ready, or refused with its
    faults. What an earlier, broken counting left is taken away first. One that is given up
    meanwhile, or that another process took over, is left as it is."""
    ResultPart.objects.filter(publication=publication).delete()
    ResultName.objects.filter(publication=publication).delete()
    with tempfile.TemporaryDirectory(prefix="result-") as folder, contextlib.suppress(Lost):
        _kind(publication)(publication, clock, Sorter(Path(folder))).run()


def _kind(publication: Publication) -> type[Job]:
    """By what the board is now: one that is gone is refused when it is counted or published."""
    if not publication.board:
        return _Work
    rest = resting.find(publication.round.contest.code, publication.board)
    return AwardJob if rest.award else SeasonJob


class _Work(Job):
    """A round's own result."""

    def run(self) -> None:
        before = standing.stand(self.round.pk, self.root)
        self._read()
        self._step("count")
        found = counting.recount(self.form, self.root, self.asked, self._lines())
        self._step("compare")
        version = self._compare(found)
        if standing.again(self.round.pk, before) != before:
            self.faults.append(Fault("changed"))
        if any(fault.stops for fault in self.faults):
            self._end(State.REFUSED, {}, {**before, "version": version})
            return
        self._step("write")
        self._end(State.READY, self._write(found), {**before, "version": version})

    def _compare(self, found: Recount) -> int:
        state = standing.state(self.round, self.plan, self.root, self.clock())
        self.faults += [*invariants.of_state(state), *found.faults]
        boards, ranked = live.boards(self.round.pk, self.clock())
        if ranked is None:
            raise ValueError(f"round {self.round.code} has no boards")
        self.known, self.ranked = boards.catalogue, ranked
        ours = found.totals
        paths = sorted({*ours, *self.known.places})
        inside = [path for path in paths if f"{path}/".startswith(f"{self.root}/")]
        self._add(invariants.same_totals(live.totals(boards, ranked, inside), ours))
        self._add(invariants.adds_up(ours, found.own, self.root, found.count.moved))
        places = self.known.places
        population = {path: place.population or 0 for path, place in places.items()}
        self._add(invariants.residents(ours, population))
        if live.exact(ranked):
            theirs = live.rows(boards, ranked, lambda who: pseudonyms.code(self.secret, who))
            rows = (tuple(row.values()) for row in found.count.ranked())
            self._add(invariants.same_rows(theirs, rows))
        return live.version(boards, ranked)

    def _write(self, found: Recount) -> Json:
        wide = counting.widening(found, self.root, policy().few)
        answers, public = self._answers(wide)
        persons, digest, difference = self._persons(public, found.count)
        rows = telling.regions(self.known, self.ranked, found, wide, policy())
        return {
            **telling.heading(self.round, self.ranked),
            **telling.figures(found, self.ranked, policy()),
            "questions": self.asked,
            "rulings": questions.rulings(self.plan, self.questions),
            "regions": rows,
            "cohorts": telling.cohorts(self.known, self.ranked, found, public.totals, policy()),
            "standings": digest,
            "files": {"answers": answers, "persons": persons},
            "journal": self.seen.stand,
            "warnings": [plain(fault) for fault in self.faults],
            "difference": {**difference, "regions": self._moved(rows)} if difference else None,
        }

    def _answers(self, wide: Widening) -> tuple[Json, Count]:
        """The lines as they are published, and what they come to."""
        public = Count(self.form, self.root)
        with parts.Writer(self.row, "answers") as writer:
            for code, mine in _by_person(counting.inside(self._lines(), self.root)):
                shown = [wide.line(line) for line in mine]
                for line in shown:
                    writer.line(line)
                public.person(code, shown)
        return writer.told(), public

    def _persons(self, public: Count, board: Count) -> tuple[Json, str, Json]:
        """The board of persons, with the regions that are published; beside names the board's."""
        codes = naming.wanted(public.ranked())
        hide = self.round.contest.masked
        named = naming.names(self.round.pk, self.secret, codes, hide=hide)
        regions = {row["code"]: row["region"] for row in board.ranked() if row["code"] in named}
        naming.store(self.row, named, regions)
        digest, before = hashlib.sha256(), self._before()
        with parts.Writer(self.row, "persons") as writer:
            for n, row in enumerate(public.ranked()):
                digest.update(canonical.encode(row) + b"\n")
                name = named.get(row["code"])
                writer.line({**row, "name": name.hash if name else ""})
                if before:
                    before.see(row)
                if n % 1_000 == 0:
                    self._beat(n)
        return writer.told(), digest.hexdigest(), before.told() if before else {}

    def _before(self) -> differing.Before | None:
        old = self.row.corrects
        return differing.Before(parts.lines(old.publication_id, "persons")) if old else None

    def _moved(self, rows: list[Json]) -> list[Json]:
        old = self.row.corrects
        before = old.publication.body["regions"] if old else []
        return list(differing.regions(before, rows))


def _by_person(lines: Iterator[Json]) -> Iterator[tuple[str, list[Json]]]:
    mine: list[Json] = []
    for line in lines:
        if mine and mine[0]["code"] != line["code"]:
            yield mine[0]["code"], mine
            mine = []
        mine.append(line)
    if mine:
        yield mine[0]["code"], mine
