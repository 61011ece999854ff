"""What becomes of the papers of whoever joined last, done behind the server's back.

Run inside the server's own data: `manage.py shell -c "from tests.browser import papers_stage;
papers_stage.close(90, 9_100)"`.
"""

from django.contrib.auth.models import User

from questionbank.models import Report
from quiz import annulling, appeals, clock, readable
from quiz.annulling import Why
from quiz.models import Attempt, Contestant, Entry, EntryKind, Round


def ranked() -> Round:
    return next(one for one in Round.objects.all() if (form := readable.form(one)) and form.ranked)


def close(score: int, took_ms: int) -> None:
    """They have answered the ranked round once more."""
    who, round_, now = Contestant.objects.latest("pk"), ranked(), clock.now()
    try_no = Attempt.objects.filter(contestant=who, round=round_).count()
    plan = readable.plan(round_.code)
    assert plan
    book, form = plan.deal(who.pk, try_no)
    attempt = Attempt.objects.create(
        round=round_,
        contestant=who,
        try_no=try_no,
        book=book,
        form=form,
        region_path=who.region.path,
        cohort=who.cohort_id,
        opened_at=now - took_ms,
    )
    times = {"took_ms": took_ms, "received_at": now, "stored_at": now}
    Entry.objects.create(
        attempt=attempt, slot=10, kind=EntryKind.CLOSED, choice="", points=score, **times
    )


def answer_report(try_no: int, words: str) -> None:
    """They had said something about the first question of that paper; this is the answer."""
    one = _attempt(try_no)
    plan = readable.plan(one.round.code)
    assert plan
    asked = plan.paper(one.contestant_id, one.try_no, one.book, one.form)[0]
    Report.objects.create(
        version_id=asked.version, reporter=one.contestant_id, why="key", answer=words
    )


def annul(try_no: int) -> None:
    annulling.annul({_attempt(try_no).pk: 1}, Why("collusion"), _lin(), clock.now())


def grant(try_no: int, words: str) -> None:
    """An appeal against the annulment is answered so, and the paper restored."""
    number = _attempt(try_no).pk
    appeal = appeals.file(number, "是我自己答的", clock.now())
    appeals.answer(appeal.pk, words, _lin(), clock.now())
    annulling.restore({number: 2}, Why("appeal"), _lin(), clock.now())


def end() -> None:
    """The ranked round is over."""
    Round.objects.filter(pk=ranked().pk).update(closes_at=clock.now() - 60_000)


def _attempt(try_no: int) -> Attempt:
    mine = Attempt.objects.filter(contestant=Contestant.objects.latest("pk"), round=ranked())
    return mine.get(try_no=try_no)


def _lin() -> User:
    return User.objects.get_or_create(username="lin", is_superuser=True)[0]
