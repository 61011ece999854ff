"""What a sitting has come to: read from entrants and journal, marked by the rules, never kept.

Reading is blocking (database threads); all else is arithmetic on what was read.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Max

from quiz import keys
from quiz.models import Entrant, Entry, EntryKind
from quiz.plan import Asked
from quiz.rules import choices, hall
from quiz.rules.formats import Format
from quiz.rules.hall import Given, Marked, Standing
from quiz.rules.rulings import Ruling
from quiz.rules.stage import Stage, State
from quiz.rules.units import Millis


@dataclass(frozen=True, slots=True)
class Who:
    """An entrant, as boards and hosts need them. `void`: annulled after the sitting, so counted no
    more; the stage's own people who are shown out are `removed`."""

    entrant: int
    attempt: int
    name: str
    region: str
    team: int | None
    came_in: int
    removed: bool
    bot: bool
    void: bool = False


class Figures(NamedTuple):
    """How a hall answered: how many chose each option number, had it right, answered at all, and
    earned points without having it wholly right; and how estimates lie (hall.spread)."""

    counts: list[int]
    right: int
    of: int
    partly: int
    spread: list[int]


@dataclass(slots=True)
class Tally:
    """Who is in, what they gave, and what it comes to. `slots` of `given`: by attempt, by slot."""

    form: Format
    paper: tuple[Asked, ...]
    people: dict[int, Who] = field(default_factory=dict)
    given: dict[int, dict[int, Given]] = field(default_factory=lambda: defaultdict(dict))
    marks: dict[int, dict[int, Marked]] = field(default_factory=dict)
    standings: dict[int, Standing] = field(default_factory=dict)
    ranks: dict[int, int] = field(default_factory=dict)
    before: dict[int, Standing] = field(default_factory=dict)
    was: dict[int, int] = field(default_factory=dict)
    # For each rank somebody of the next better one; made once a count, as everybody asks.
    better: dict[int, int] = field(default_factory=dict)
    # How many answers were found when a slot was read last; blanks are none.
    read: dict[int, int] = field(default_factory=dict)
    # Ranks that several have.
    shared: set[int] = field(default_factory=set)
    # Who was there at the last count.
    _counted: dict[int, Who] = field(default_factory=dict)
    # What the marks of a slot were made by: a long sitting of a full hall marks one slot, not all.
    _made_by: dict[int, tuple[object, ...]] = field(default_factory=dict)

    def take_in(self, people: Iterable[Who], given: Mapping[int, Mapping[int, Given]]) -> None:
        """Know these people, and all answers to some slots, too."""
        found = {one.attempt: one for one in people}
        if found.keys() != self.people.keys():
            self._made_by.clear()
        self.people = found
        self.read |= Counter(
            slot for slots in given.values() for slot, one in slots.items() if one.choice
        )
        for attempt, slots in given.items():
            self.given[attempt] |= slots
            for slot in slots:
                self._made_by.pop(slot, None)

    def count(self, stage: Stage) -> None:
        """Mark all that is out and rank everybody; `before` and `was` are as of the slot before."""
        shown = [slot for slot in range(stage.seen + 1) if slot not in stage.skipped]
        held, self.marks = self.marks, {slot: self._marks_of(stage, slot) for slot in shown}
        if self._goes_on(stage, held):
            self.before, self.was = self.standings, self.ranks
            self.standings = self._standings(stage, shown[-1:], self.before)
        else:
            self.before = self._standings(stage, shown[:-1]) if len(shown) > 1 else {}
            self.was = hall.ranks(self.before)
            self.standings = self._standings(stage, shown)
        self.ranks = hall.ranks(self.standings)
        self.better = _better(self.ranks)
        self.shared = {rank for rank, many in Counter(self.ranks.values()).items() if many > 1}
        self._counted = dict(self.people)

    def _goes_on(self, stage: Stage, held: Mapping[int, dict[int, Marked]]) -> bool:
        """Whether just one slot more is out since the last count, and all else is as it was: a long
        sitting then costs no more at its end than at its beginning."""
        *before, _last = list(self.marks) or [-1]
        same = before == list(held) and all(self.marks[slot] is held[slot] for slot in before)
        return bool(before) and same and not stage.verdicts and self.people == self._counted

    def frozen(self, stage: Stage) -> dict[int, Standing]:
        """The standings as they were when the board was frozen."""
        slots = [slot for slot in self.marks if slot <= stage.frozen_after]
        return self._standings(stage, slots)

    def _standings(
        self, stage: Stage, slots: list[int], start: Mapping[int, Standing] | None = None
    ) -> dict[int, Standing]:
        return {
            one.attempt: hall.follow(
                self.form,
                stage,
                {slot: self.marks[slot][one.attempt] for slot in slots},
                one.came_in,
                slots,
                start[one.attempt] if start else None,
            )
            for one in self.people.values()
            if not (one.removed or one.void)
        }

    def _marks_of(self, stage: Stage, slot: int) -> dict[int, Marked]:
        by = (stage.asking(slot), stage.stops, self.ruling(stage, slot))
        held = self.marks.get(slot)
        if held is not None and self._made_by.get(slot) == by:
            return held
        self._made_by[slot] = by
        return self._marked(stage, slot)

    def _marked(self, stage: Stage, slot: int) -> dict[int, Marked]:
        asked, ruling = self.paper[slot], self.ruling(stage, slot)
        return {
            attempt: hall.mark(
                self.form, asked.key, ruling, self.given[attempt].get(slot), stage, slot
            )
            for attempt in self.people
        }

    def ruling(self, stage: Stage, slot: int) -> Ruling | None:
        """What holds for a question in this sitting: its host's verdict, else the bank's ruling."""
        asked = self.paper[slot]
        return hall.ruling_of(stage, slot, asked.key) or keys.held().of(asked.version)

    def figures(self, slot: int) -> Figures:
        """Of a slot that is out. A blank and what came too late are no answers, as in the marks;
        who was shown out is in no figure."""
        asked, marks = self.paper[slot], self.marks.get(slot, {})
        inside = {one.attempt for one in self.people.values() if not (one.removed or one.void)}
        counted = {attempt: mark for attempt, mark in marks.items() if attempt in inside}
        given = [self.given[attempt][slot] for attempt, mark in counted.items() if not mark.blank]
        right = sum(mark.right for mark in counted.values())
        partly = sum(
            mark.points > 0 and not mark.right and not mark.blank for mark in counted.values()
        )
        chosen = [one.choice for one in given]
        return Figures(counts(asked, chosen), right, len(given), partly, _spread(asked, chosen))

    def behind(self, stored: Mapping[int, int]) -> list[int]:
        """The slots of which more answers are on disk than were read."""
        return [slot for slot, count in stored.items() if count > self.read.get(slot, 0)]

    def over(self, stage: Stage) -> bool:
        """Whether nobody is left to play."""
        return hall.over(self.form, stage, self.standings.values())

    def standing(self, attempt: int, came_in: int) -> Standing:
        """How somebody stands, also who has not been counted yet."""
        return self.standings.get(attempt) or hall.newcomer(self.form, came_in)


def _better(ranks: Mapping[int, int]) -> dict[int, int]:
    somebody = {rank: attempt for attempt, rank in ranks.items()}
    order = sorted(somebody)
    return {rank: somebody[ahead] for ahead, rank in pairwise(order)}


def _spread(asked: Asked, chosen: Iterable[tuple[int, ...]]) -> list[int]:
    if asked.kind != "estimate":
        return []
    return hall.spread((value for value, *_ in chosen), asked.offer.least, asked.offer.most)


def counts(asked: Asked, chosen: Iterable[tuple[int, ...]]) -> list[int]:
    """How many chose each option number; empty where no options are chosen."""
    if asked.kind not in ("single", "multiple", "truefalse"):
        return []
    places = Counter(place for choice in chosen for place in choice)
    return [places[place] for place in asked.offer.public]


def people(sitting: int) -> list[Who]:
    """Everybody who came in, also who was shown out. Blocking."""
    rows = Entrant.objects.filter(sitting=sitting).values_list(
        "pk", "attempt_id", "name", "attempt__region_path", "team_id", "came_in", "removed",
        "contestant__bot",
    )  # fmt: skip
    void = _annulled(sitting)
    return [Who(*row, void=row[1] in void) for row in rows]


def _annulled(sitting: int) -> set[int]:
    """Attempts of the sitting that count no more. Only a closed one has any: a running hall's count
    asks for none."""
    closed = {
        "attempt__entrant__sitting": sitting,
        "attempt__entrant__sitting__state": State.CLOSED,
    }
    rows = Entry.objects.filter(**closed, kind=EntryKind.VOIDED).values_list("attempt_id")
    last = rows.annotate(step=Max("slot")).values_list("attempt_id", "step")
    return {attempt for attempt, step in last if step % 2}


_GIVEN = ("attempt_id", "slot", "kind", "seq", "choice", "took_ms", "received_at")


def given(
    sitting: int, slots: Iterable[int], attempts: Collection[int] | None = None
) -> dict[int, dict[int, Given]]:
    """The answers of these slots by attempt, of everybody or of some; sure is whoever sent a stake
    in the same frame. Blocking."""
    kinds = (EntryKind.ANSWER, EntryKind.SURE)
    wanted = Entry.objects.filter(
        attempt__entrant__sitting=sitting, slot__in=list(slots), kind__in=kinds
    )
    if attempts is not None:
        wanted = wanted.filter(attempt__in=attempts)
    found: dict[int, dict[int, Given]] = defaultdict(dict)
    # Which answer a stake was made with: another process may have stored another answer before.
    made: dict[tuple[int, int, int, int], Given] = {}
    sure = []
    for one, slot, kind, seq, choice, took, received in wanted.values_list(*_GIVEN):
        by = (one, slot, seq, received)
        if kind == EntryKind.SURE:
            sure.append(by)
        else:
            made[by] = found[one][slot] = Given(
                choices.read(choice), Millis(took), Millis(received), sure=False
            )
    for by in sure:
        if by in made:
            found[by[0]][by[1]] = made[by]._replace(sure=True)
    return found
