"""What must be over and done before a raffle's list is fixed."""

from collections.abc import Iterable

from django.db.models import Q

from leaderboard.publish import standing
from quiz import clock, readable, swept
from quiz.models import PreparedRound, Round
from quiz.rules.formats import Format


def fault(codes: Iterable[str], until: int) -> str:
    """What is not done in these rounds, as a key of leaderboard.raffle.words.REASONS; "" = nothing.

    `papers_open`: papers that were over by `until` have no closing yet; `unmarked`: a ruling is
    half carried out, so that of two equal papers one would have a ticket; `unreadable`: nobody can
    say so, or whether the round's papers give tickets, before somebody has mended the round.
    """
    for round_ in Round.objects.filter(code__in=list(codes)):
        form = readable.form(round_)
        if form is None:
            return "unreadable"
        if not form.ranked:
            continue
        if _unclosed(round_, form, until):
            return "papers_open"
        if code := _unmarked(round_):
            return code
    return ""


def _unmarked(round_: Round) -> str:
    """Of a round without books, or that nobody played, no paper waits for a ruling."""
    if not PreparedRound.objects.filter(round=round_).exists() or not round_.attempts.exists():
        return ""
    plan = readable.plan(round_.code)
    if plan is None:
        return "unreadable"
    return "unmarked" if standing.unmarked(plan) else ""


def _unclosed(round_: Round, form: Format, until: int) -> bool:
    """Whether there is a paper whose time, or whose round, was over by then and that nobody has
    closed yet: it will be as of that moment, or of the one before the end (quiz/play.py)."""
    last = until + 1
    if round_.closes_at is not None and round_.closes_at <= last:
        over = Q()
    elif form.total_ms:
        over = Q(opened_at__lte=last - form.total_ms)
    else:
        return False
    return swept.still_open(round_.pk, form.questions, clock.now()).filter(over).exists()
