"""Stores that hold a part of the results, or those of several rounds: weeks, seasons, units, days,
and boards that stand still.

A derived store is fed from the same closed attempts as the store of a round, each of which it takes
as it is, takes as another (its try's number, its region, its cohort), or leaves. So it follows
rulings and annulments, can be built from the journal, and costs nothing when it is read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from leaderboard.catalogue import Catalogue, RankedRound
from leaderboard.rules.definitions import By, Definition, Formula, Spec, Who, unit_code
from leaderboard.rules.scopes import Scope
from leaderboard.rules.seasons import number, season
from quiz.events import AttemptClosed
from quiz.rules.formats import BadFormat

DAY_MS: Final = 86_400_000


@dataclass(frozen=True)
class Derived:
    """A derived store: which results it takes, and as what round the stores see it."""

    spec: Spec
    ranked: RankedRound

    @cached_property
    def _slots(self) -> Mapping[int, int]:
        return {round_: slot for slot, round_ in enumerate(self.spec.rounds)}

    def of(self, event: AttemptClosed) -> AttemptClosed | None:
        """The result as it counts here; None when it does not."""
        spec, slot = self.spec, self._slots.get(event.round)
        if slot is None or not _inside(spec, event):
            return None
        if len(spec.rounds) > 1:
            try_no = number(slot, event.try_no)
            if try_no is None:
                return None
            event = replace(event, try_no=try_no)
        if spec.by is By.UNIT:
            return self._of_unit(event)
        return replace(event, cohort=day_of(event.finished_at)) if spec.by is By.DAY else event

    def _of_unit(self, event: AttemptClosed) -> AttemptClosed | None:
        spec = self.spec
        if not Scope(spec.region).holds(event.region_path, ""):
            return None
        if not event.unit and (event.ruled or event.void):
            # Who had their data deleted names no unit any more: what is annulled or marked again of
            # theirs counts where their papers already do.
            return replace(event, region_path="", cohort="")
        if event.unit not in spec.units:
            return None
        return replace(event, region_path=f"{spec.region}/{unit_code(event.unit)}", cohort="")

    def all_of(self, events: Iterable[AttemptClosed]) -> list[AttemptClosed]:
        """Those results that count here."""
        return [one for one in map(self.of, events) if one is not None]


def _inside(spec: Spec, event: AttemptClosed) -> bool:
    if spec.cut is not None and event.stored_at > spec.cut:
        return False
    after = spec.starts_at is None or event.finished_at >= spec.starts_at
    return after and (spec.ends_at is None or event.finished_at < spec.ends_at)


def day_of(moment: int) -> str:
    """The name of a day of the contest's time zone, where a cohort's stands otherwise."""
    local = datetime.fromtimestamp(moment / 1000, ZoneInfo(settings.TIME_ZONE))
    return f"d{local.toordinal()}"


def days(opens_at: int, ends_at: int) -> list[str]:
    """The days from one moment to another (both in milliseconds), each once."""
    moments = [*range(opens_at, ends_at, DAY_MS), max(ends_at - 1, opens_at)]
    return list(dict.fromkeys(map(day_of, moments)))


def rounds_of(known: Catalogue, definition: Definition) -> tuple[RankedRound, ...]:
    """The rounds that a definition is about, the earliest first; those it names and nobody knows
    are left out."""
    mine = [one for one in known.rounds.values() if one.contest == definition.contest]
    wanted = [one for one in mine if not definition.rounds or one.code in definition.rounds]
    return tuple(sorted(wanted, key=lambda one: (one.opens_at, one.id)))


def spec_of(known: Catalogue, definition: Definition, *, public: bool) -> Spec:
    """Which results a definition's board holds; `public` = without those that are held back."""
    rounds = rounds_of(known, definition)
    cut = cut_of(known, definition) if public else None
    spec = Spec(
        rounds=tuple(one.id for one in rounds),
        best_of=definition.best_n if len(rounds) > 1 else 0,
        starts_at=definition.starts_at,
        ends_at=definition.ends_at,
        cut=cut,
    )
    if definition.who is Who.UNITS:
        units = tuple(sorted(definition.units))
        return replace(spec, by=By.UNIT, region=definition.region, units=units)
    return spec


def cut_of(known: Catalogue, definition: Definition) -> int | None:
    """The moment after which the public is shown nothing more; None when nothing is held back."""
    rounds = [known.freezes.get(one.id) for one in rounds_of(known, definition)]
    return min((cut for cut in [definition.freeze_at, *rounds] if cut is not None), default=None)


def by_day(spec: Spec) -> Spec:
    """The same results, each under its day in the place of its cohort."""
    return replace(spec, by=By.DAY, region="", units=())


def ranked_of(known: Catalogue, spec: Spec) -> RankedRound | None:
    """The round that the stores see; None when its rounds are not there or cannot be added."""
    rounds = [known.rounds[one] for one in spec.rounds if one in known.rounds]
    if not rounds or len(rounds) < len(spec.rounds):
        return None
    if spec.plain:
        return rounds[0]
    ends = [one.closes_at for one in rounds]
    last = None if None in ends else max(end for end in ends if end is not None)
    opens_at = min(one.opens_at for one in rounds)
    try:
        forms = [one.form for one in rounds]
        form = season(forms, spec.best_of) if len(forms) > 1 else forms[0]
    except BadFormat:
        return None
    root = spec.region if spec.by is By.UNIT else rounds[0].root
    made = replace(rounds[0], root=root, form=form, opens_at=opens_at, closes_at=last)
    return replace(made, id=spec.number(made.mould))


def derived(known: Catalogue, specs: Iterable[Spec]) -> dict[int, Derived]:
    """The derived stores of these specs by number; the plain ones need none."""
    found = {}
    for spec in dict.fromkeys(specs):
        ranked = ranked_of(known, spec) if not spec.plain else None
        if ranked is not None:
            found[ranked.id] = Derived(spec, ranked)
    return found


def frozen(ranked: RankedRound, cut: int) -> Spec:
    """What the public sees of a round whose boards stand still since `cut`."""
    return Spec(rounds=(ranked.id,), cut=cut)


def wanted(known: Catalogue) -> dict[int, Derived]:
    """Every derived store that the definitions and freezes of the moment need."""
    specs: list[Spec] = []
    for definition in known.definitions.values():
        specs += specs_of(known, definition)
    for round_, cut in known.freezes.items():
        if round_ in known.rounds:
            specs.append(frozen(known.rounds[round_], cut))
    return derived(known, specs)


def specs_of(known: Catalogue, definition: Definition) -> Sequence[Spec]:
    """What organisers and what the public see of a definition; an award also counts days."""
    both = [spec_of(known, definition, public=public) for public in (False, True)]
    return both + [by_day(one) for one in both] if definition.formula is Formula.AWARD else both
