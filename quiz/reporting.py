"""A contestant's word on a question of a paper that may be reviewed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from questionbank import reports
from quiz import frames, review
from quiz.admission import Allowance
from quiz.models import Contestant
from quiz.refusals import Refused
from quiz.rules.units import Millis

TOO_EARLY = _("看到这道题的标准答案以后才能反馈。")
# A paper has ten questions or so; a school is one address.
person = Allowance(burst=20, per_minute=2)
address = Allowance(burst=600, per_minute=60)


def report(
    contestant: Contestant, form: dict[str, Any], source: str, now: Millis
) -> dict[str, Any]:
    """Keep what somebody says about the question of a slot, once; the first word stands.

    The slot's key has to be known: from the review, or shown beside the answer by the format.
    Raises Refused: `slow_down`, what `review` raises, and `bad_field` for a slot that is not there.
    """
    slow_down(str(contestant.pk), source, now)
    seat = review.own(contestant, form["attempt"])
    if form["slot"] >= len(seat.paper):
        raise Refused("bad_field", "slot")
    if not frames.told(seat, form["slot"]) and not frames.may_review(seat, now):
        raise review.not_yet(seat, message=str(TOO_EARLY))
    version = seat.paper[form["slot"]].version
    kept = reports.report(version, contestant.pk, form["why"], form["text"])
    return review.told(kept)


def slow_down(me: str, source: str, now: Millis) -> None:
    """Spend one of the words that a person and an address have. Raises Refused `slow_down`."""
    if wait := max(person.wait(me, now), address.wait(source, now)):
        raise Refused("slow_down", retry_ms=wait)
    person.spend(me, now)
    address.spend(source, now)
