"""The way of a selection: made from a board, proposed, locked, and changed only by new steps."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from leaderboard.models import Candidate, Selection, SelectionStep
from leaderboard.models.selection import Sex, StepKind
from leaderboard.projector import Projector
from leaderboard.rules import selecting
from leaderboard.rules.selecting import Best, Impossible
from leaderboard.selection import rule as rules
from leaderboard.selection import taking
from leaderboard.selection.refusing import CannotChoose
from leaderboard.selection.rule import Rule
from leaderboard.selection.taking import Standings
from quiz.models import Round

BORN_FIRST: Final = 1900


@dataclass(frozen=True, slots=True)
class Form:
    """What an organiser says of a new selection."""

    round: Round
    scope: str
    title: str
    rule: Rule
    forget_on: date


def make(projector: Projector, form: Form, by: User, now: int, today: date) -> Selection:
    """Make a selection and take its candidates from the board. `now` in milliseconds.

    Raises CannotChoose: bad_field; no_board; away, while the board cannot be read.
    """
    bad = rules.wrong(form.rule, projector.catalogue.cohorts)
    bad += ["title"] if not form.title.strip() else []
    bad += ["forget_on"] if not 0 < (form.forget_on - today).days <= 366 else []
    if bad:
        raise CannotChoose("bad_field", bad)
    made = Selection(
        contest=form.round.contest,
        round=form.round,
        scope=form.scope,
        title=form.title.strip(),
        rule=rules.plain(form.rule),
        taken_at=now,
        forget_on=form.forget_on,
        made_at=now,
        made_by=by,
    )
    rows = taking.found(projector, made, form.rule)
    with transaction.atomic():
        made.save()
        taking.keep(made, rows)
    return made


def take_again(projector: Projector, of: Selection, now: int) -> None:
    """Take the candidates from the board as it is now; what was asked of them stays. `now` in
    milliseconds. Raises CannotChoose: locked; no_board, away."""
    rows = taking.found(projector, of, rules.read(of.rule))
    with transaction.atomic():
        _held(of)
        if of.steps.exists():
            raise CannotChoose("locked")
        taking.keep(of, rows)
        Selection.objects.filter(pk=of.pk).update(taken_at=now)


def say(of: Selection, told: Mapping[int, tuple[str, int | None, bool]], year: int) -> None:
    """Keep what candidates answered: sex, year of birth, and whether they take no part. Nothing is
    kept of somebody who had their data deleted.

    Raises CannotChoose: forgotten, bad_field.
    """
    bad = [
        str(who)
        for who, (sex, born, _declined) in told.items()
        if sex not in Sex.values or (born is not None and not BORN_FIRST <= born <= year)
    ]
    if bad:
        raise CannotChoose("bad_field", ["born"])
    with transaction.atomic():
        if _held(of).forgotten_at is not None:
            raise CannotChoose("forgotten")
        for one in present(of).filter(pk__in=told):
            one.sex, one.born, one.declined = told[one.pk]
            one.save(update_fields=["sex", "born", "declined"])


def present(of: Selection) -> QuerySet[Candidate]:
    """The candidates who did not have their data deleted since."""
    return of.candidates.filter(contestant__erased_at=None)


def propose(of: Selection, people: Iterable[Candidate]) -> Best | Impossible:
    """The best teams of these candidates."""
    return selecting.best(rules.task(rules.read(of.rule), people))


def lock(
    projector: Projector, of: Selection, team: Collection[int], reason: str, by: User, now: int
) -> None:
    """Make one of the best teams the team. `now` in milliseconds.

    Raises CannotChoose: not_best, when it is none of them (any more); no_reason, when several are
    as good and nothing is said for this one; changed, when the board has a member otherwise by now;
    locked; no_board, away.
    """
    people = list(present(of))
    found = propose(of, people)  # takes a moment: nobody waits for it
    if isinstance(found, Impossible) or tuple(sorted(team)) not in found.teams:
        raise CannotChoose("not_best")
    if found.ways > 1 and not reason.strip():
        raise CannotChoose("no_reason")
    chosen = [one for one in people if one.pk in team]
    if taking.standings(projector, of, chosen) != {one.pk: worth(one) for one in chosen}:
        raise CannotChoose("changed")
    with transaction.atomic():
        _held(of)
        if of.steps.exists():
            raise CannotChoose("locked")
        if _seen(present(of)) != _seen(people):
            raise CannotChoose("not_best")
        _add(of, by, now, kind=StepKind.LOCKED, members=sorted(team), reason=reason.strip())


def _seen(people: Iterable[Candidate]) -> list[tuple[object, ...]]:
    """All of the candidates that a proposal follows from."""
    return [(one.pk, one.cohort, *worth(one), one.sex, one.born, one.declined) for one in people]


def worth(one: Candidate) -> tuple[int, int]:
    """The standing with which somebody is listed."""
    return one.score, one.took_ms


def members(of: Selection) -> list[int]:
    """The team as it is now, by candidates' numbers; empty before it is locked."""
    team: list[int] = []
    for step in of.steps.all():
        if step.kind == StepKind.LOCKED:
            team = list(step.members)
        else:
            came = step.came_id or 0
            team = [came if one == step.gone_id else one for one in team]
    return team


def stand_ins(of: Selection, gone: int, now: Standings) -> Best | Impossible:
    """Who may take that member's place: the best by the board of now who keep all conditions,
    everybody else staying.

    Who left before does not come back; nor does who is on the board no more, or had their data
    deleted.
    """
    left = [step.gone_id for step in of.steps.all() if step.gone_id]
    stay = frozenset(members(of)) - {gone}
    here = set(present(of).values_list("pk", flat=True)) & now.keys()
    people = of.candidates.exclude(pk__in=[*left, gone]).filter(pk__in=stay | here)
    return selecting.best(rules.task(rules.read(of.rule), [_as(one, now) for one in people], stay))


def _as(one: Candidate, now: Standings) -> Candidate:
    """The candidate with the standing of now, where there is one."""
    one.score, one.took_ms = now.get(one.pk, worth(one))
    return one


def replace(
    projector: Projector,
    of: Selection,
    pair: tuple[int, int],
    reason: str,
    by: User,
    now: int,
) -> None:
    """Put somebody in a member's place (`pair`: who leaves, who comes). `now` in milliseconds.

    Raises CannotChoose: not_member, no_reason; not_next, when another reserve comes first or the
    conditions would not be kept; forgotten, when they cannot be checked any more; no_board, away.
    """
    gone, came = pair
    rule = rules.read(of.rule)
    if not reason.strip():
        raise CannotChoose("no_reason")
    standings = taking.standings(projector, of, of.candidates.all())
    with transaction.atomic():
        if _held(of).forgotten_at is not None and (rule.asks_sex or rule.asks_age):
            raise CannotChoose("forgotten")
        if gone not in members(of) or came in members(of):
            raise CannotChoose("not_member")
        found = stand_ins(of, gone, standings)
        if isinstance(found, Impossible) or not any(came in team for team in found.teams):
            raise CannotChoose("not_next")
        _add(
            of,
            by,
            now,
            kind=StepKind.REPLACED,
            gone_id=gone,
            came_id=came,
            reason=reason.strip(),
        )


def _held(of: Selection) -> Selection:
    """The selection as it is now. Of two who act at once the second one sees what the first one
    did."""
    return Selection.objects.select_for_update().get(pk=of.pk)


def _add(of: Selection, by: User, now: int, **what: object) -> None:
    number = of.steps.count() + 1
    try:
        SelectionStep.objects.create(
            selection=of, number=number, by=by, who=by.get_username(), at=now, **what
        )
    except IntegrityError:
        raise CannotChoose("locked") from None


def reserves(of: Selection, now: Standings) -> dict[str, list[Candidate]]:
    """Of each cohort the next ones by rank who are neither in the team nor out of it, and on the
    board of now."""
    rule = rules.read(of.rule)
    taken = {*members(of), *(step.gone_id for step in of.steps.all())}
    found: dict[str, list[Candidate]] = {code: [] for code, seats in rule.seats.items() if seats}
    for one in present(of).filter(pk__in=now).select_related("contestant"):
        free = one.pk not in taken and not one.declined and rules.of_age(rule, one)
        if free and one.cohort in found and len(found[one.cohort]) < rule.reserves:
            found[one.cohort].append(one)
    return found


def forget(today: date, now: int) -> int:
    """Empty what was asked of candidates where its day has come, and of those who had their data
    deleted; return of how many selections. `now` in milliseconds.

    The selections first: who is just keeping an answer is waited for, who comes later is refused.
    """
    with transaction.atomic():
        due = Selection.objects.filter(forget_on__lte=today, forgotten_at=None)
        many = due.update(forgotten_at=now)
        gone = Q(contestant__erased_at__isnull=False)
        over = Candidate.objects.filter(gone | Q(selection__forgotten_at__isnull=False))
        over.exclude(sex="", born=None).update(sex="", born=None)
    return many
