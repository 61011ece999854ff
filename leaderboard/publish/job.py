"""What every counting of a publication does: read the journal in order, say how far it is, end.

Source: contest regulations, section 12.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet

from leaderboard.models import Publication
from leaderboard.models.results import State
from leaderboard.publish import pseudonyms, questions
from leaderboard.publish.reading import Reader, Seen
from leaderboard.publish.sorting import Sorter
from leaderboard.rules.invariants import MOST, Fault
from quiz import keys
from quiz import plan as plans
from quiz.rules import formats
from quiz.rules.units import Millis

Json = dict[str, Any]
Clock = Callable[[], Millis]
# The counting says that it goes on about once a second.
BEAT_MS = 1_000


class Lost(Exception):
    """The publication is not this process's to count any more."""


def ours(row: Publication) -> QuerySet[Publication]:
    """The row while it is to be counted by whom it was when `row` was read: not given up since, nor
    taken over by another process, which counts its try."""
    return Publication.objects.filter(pk=row.pk, state=State.WORKING, stand=row.stand)


class Job:
    """One publication's counting. Whoever derives from it says in `run` what is counted."""

    def __init__(self, publication: Publication, clock: Clock, sorter: Sorter) -> None:
        self.row, self.clock, self.sorter = publication, clock, sorter
        self.ours = ours(publication)
        keys.refresh()
        self.round = publication.round
        self.plan = plans.load(self.round.code)
        self.questions = questions.told(self.plan)
        self.asked = questions.published(self.plan, self.questions)
        self.form = formats.plain(self.plan.format)
        self.secret = pseudonyms.opened(publication.secret)
        self.root = self.round.contest.region.path
        self.seen = Seen()
        self.faults: list[Fault] = []

    def run(self) -> None:
        """Count; the publication is ready, or refused with its faults. Raises Lost, and changes
        nothing, when it is not this process's any more."""
        raise NotImplementedError

    def _lines(self) -> Iterator[Json]:
        """All lines in order; the process says that it is alive while it reads them."""
        for n, line in enumerate(self.sorter.lines()):
            if n % 1_000 == 0:
                self._beat(n)
            yield line

    def _read(self) -> None:
        reader = Reader(self.plan, self.questions, self.secret, self.seen)
        self.row.total = self.round.attempts.count()
        self._step("read")
        for page in reader.pages():
            for line in page:
                self.sorter.add(line)
            self._beat(self.seen.attempts)

    def _add(self, faults: Iterator[Fault]) -> None:
        self.faults += [fault for _n, fault in zip(range(MOST), faults, strict=False)]

    def _step(self, name: str) -> None:
        self.row.step, self.row.done = name, 0
        self._say(self.clock())

    def _beat(self, done: int) -> None:
        now = self.clock()
        if now - self.row.beat_at >= BEAT_MS:
            self.row.done = done
            self._say(now)

    def _say(self, now: Millis) -> None:
        self.row.beat_at = now
        self._keep("step", "done", "total", "beat_at")

    def _end(self, state: State, body: Json, stand: Json) -> None:
        self.row.state, self.row.body, self.row.stand = state, body, stand
        self.row.faults = [plain(fault) for fault in self.faults]
        self._keep("state", "body", "stand", "faults")

    def _keep(self, *names: str) -> None:
        """Store these fields. Somebody may give a publication up, and have it counted anew, while
        it is counted: that it was given up stays so."""
        if not self.ours.update(**{name: getattr(self.row, name) for name in names}):
            raise Lost(self.row.pk)


def plain(fault: Fault) -> Json:
    """A fault as JSON keeps it."""
    return {**asdict(fault), "said": dict(fault.said)}
