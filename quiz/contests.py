"""What anybody may know about a contest and its rounds."""

from typing import Any

from quiz import extending, readable
from quiz.models import Contest, Round
from quiz.rules.formats import Format, Mode


def view(contest: Contest, *, english: bool) -> dict[str, Any]:
    """The contest as pages and tools see it, without rounds that nobody can play; moments in
    milliseconds, `closes_at` None = never."""
    every = contest.rounds.prefetch_related("extensions").order_by("opens_at", "pk")
    rounds = [one for one in every if not _live(one)]
    forms = [(one, readable.form(one)) for one in rounds]
    return {
        "code": contest.code,
        "title": _title(contest, english=english),
        "region": contest.region_id,
        "rounds": [_round(one, form, english=english) for one, form in forms if form],
    }


def no_round(code: str) -> str:
    """What a command says of a code that is no round's: which codes there are."""
    known = ", ".join(Round.objects.order_by("code").values_list("code", flat=True)) or "none"
    return f"no round {code!r}; there are: {known}"


def _live(round_: Round) -> bool:
    """A live round is played in a hall, by its own code."""
    return bool(round_.format.get("mode") == Mode.LIVE)


def _round(round_: Round, form: Format, *, english: bool) -> dict[str, Any]:
    return {
        "code": round_.code,
        "title": _title(round_, english=english),
        "ranked": form.ranked,
        "opens_at": round_.opens_at,
        "closes_at": round_.closes_at,
        "extended": extending.public(round_.extensions.all(), english=english),
        "questions": form.questions,
        "question_ms": form.question_ms,
        "total_ms": form.total_ms,
        "full": form.full_score,
        "reveal": form.reveal,
        "tries_per_day": form.tries_per_day,
        "tries_total": form.tries_total,
    }


def _title(thing: Contest | Round, *, english: bool) -> str:
    return thing.title_en or thing.title_zh if english else thing.title_zh
