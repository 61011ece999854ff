"""Flags: raised by the rules from the journal, decided by people. No flag acts by itself."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from quiz import clock, keys, swept
from quiz import plan as plans
from quiz.flags import reading, thresholds
from quiz.models import Flag, FlagLook, FlagState
from quiz.models.flag import TEXT_LENGTH
from quiz.rules import flag_pairs, flags
from quiz.rules.flags import Finding, Sheet, Thresholds
from quiz.rules.units import Millis
from quiz.subtree import within

# Flags of one statement and one short transaction.
AT_ONCE = 400


def raise_for(
    code: str, now: Millis, heard: Callable[[int], None] = lambda _papers: None
) -> Counter[str]:
    """Look at every closed paper of a round, and return how many new flags each rule raised.

    `heard` is told of each form's number of papers. Again it raises only what is new; what was
    decided stays decided. It is kept when it was. Raises Round.DoesNotExist and Unprepared.
    """
    keys.refresh()
    plan, to = plans.load(code), thresholds.thresholds()
    signs, raised = reading.signs(plan), Counter[str]()
    above = swept.mark(plan.round, now).floor
    for sheets in reading.reader(plan, to.above_share).forms():
        raised.update(finding.rule for finding in _store(_look(sheets, signs, to), now))
        heard(len(sheets))
    _keep(plan.round, now, raised=raised.total(), above=above)
    return raised


def _keep(round_: int, began: Millis, *, raised: int, above: int) -> None:
    """The look as the round's last one, unless a later one has ended before it."""
    told = {"ended_at": clock.now(), "raised": raised, "above": above}
    _row, made = FlagLook.objects.get_or_create(
        round_id=round_, defaults={"began_at": began, **told}
    )
    if not made:
        rows = FlagLook.objects.filter(round=round_, began_at__lte=began)
        rows.update(began_at=began, **told)


def _look(sheets: Sequence[Sheet], signs: dict[int, int], to: Thresholds) -> list[Finding]:
    alone = flags.alone(sheets, signs, to)
    return [*alone, *flags.beside(sheets, to), *flag_pairs.copies(sheets, to)]


def _store(findings: Sequence[Finding], now: Millis) -> list[Finding]:
    new: list[Finding] = []
    for start in range(0, len(findings), AT_ONCE):
        part = findings[start : start + AT_ONCE]
        known = set(
            Flag.objects.filter(attempt__in={one.attempt for one in part}).values_list(
                "attempt_id", "rule"
            )
        )
        fresh = [one for one in part if (one.attempt, one.rule) not in known]
        Flag.objects.bulk_create((_flag(one, now) for one in fresh), ignore_conflicts=True)
        new += fresh
    return new


def _flag(finding: Finding, now: Millis) -> Flag:
    return Flag(
        attempt_id=finding.attempt, rule=finding.rule, evidence=finding.evidence, raised_at=now
    )


def open_flags(round_: int, path: str) -> int:
    """How many flags of a round (its number) wait for somebody at or below a region path: while
    there are any, its result is not ready to be published there."""
    return inside([path]).filter(attempt__round=round_, state=FlagState.OPEN).count()


def inside(paths: Iterable[str]) -> QuerySet[Flag]:
    """The flags on papers that were opened at or below one of the paths."""
    return Flag.objects.filter(within(paths, "attempt__region_path"))


def decide(flag: Flag, state: str, note: str, by: User, now: Millis) -> bool:
    """Clear or uphold a flag, with a reason; False = somebody decided since `flag` was read.

    A decision may be changed; the earlier one is kept. Raises ValueError for a missing or overlong
    reason, and for a state that is none.
    """
    if state not in (FlagState.CLEARED, FlagState.UPHELD):
        raise ValueError(f"{state!r} is no decision")
    if not note.strip() or len(note) > TEXT_LENGTH:
        raise ValueError("a decision needs a reason of at most so many signs")
    past = list(flag.past)
    if flag.state != FlagState.OPEN:
        past.append(
            {"state": flag.state, "note": flag.note, "who": flag.who, "at": flag.decided_at}
        )
    as_read = Flag.objects.filter(pk=flag.pk, state=flag.state, decided_at=flag.decided_at)
    return bool(
        as_read.update(
            state=state, note=note, decided_by=by, who=by.get_username(), decided_at=now, past=past
        )
    )


def uphold(attempts: Collection[int], note: str, by: User, now: Millis) -> int:
    """Uphold what is still open on attempts that somebody just annulled; how many flags."""
    with transaction.atomic():
        rows = Flag.objects.filter(attempt__in=attempts, state=FlagState.OPEN)
        return sum(decide(flag, FlagState.UPHELD, note, by, now) for flag in rows)
