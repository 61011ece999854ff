"""What a contestant may read afterwards: each question of a closed attempt with key and reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from questionbank import reports
from questionbank.models import Report
from quiz import frames, seats
from quiz import plan as plans
from quiz.models import Attempt, Contestant
from quiz.plan import Asked
from quiz.refusals import Refused
from quiz.rules import choices, timing
from quiz.rules.attempt import ANSWER, Kept
from quiz.rules.formats import Reveal
from quiz.rules.units import Millis, Points
from quiz.seat import Player, Seat


def review(contestant: Contestant, attempt_no: int, now: Millis, *, lang: str) -> dict[str, Any]:
    """The attempt question by question, in the person's own order.

    Raises Refused: `no_such_attempt` for one that is missing or somebody else's, `not_yet` while
    the format keeps the keys back.
    """
    seat = readable(contestant, attempt_no, now)
    said = reports.of(contestant.pk, [asked.version for asked in seat.paper])
    looked = _Looked(seat, "en" if lang == "en" else "zh", said)
    result = frames.result(seat, now)
    return {
        "result": msgspec.to_builtins(result),
        "questions": [looked.row(slot) for slot in range(len(seat.paper))],
    }


def readable(contestant: Contestant, attempt_no: int, now: Millis) -> Seat:
    """The seat of one's own attempt whose keys may be shown. Raises Refused as `review`."""
    seat = own(contestant, attempt_no)
    if not frames.may_review(seat, now):
        raise not_yet(seat)
    return seat


def not_yet(seat: Seat, **words: object) -> Refused:
    """Why the keys of a paper are kept back: until a moment that is told, or until it is closed."""
    if seat.plan.format.reveal is Reveal.CLOSED:
        words["opens_at"] = timing.settles_at(seat.plan.closes_at)
    return Refused("not_yet", "", **words)


def own(contestant: Contestant, attempt_no: int) -> Seat:
    """The seat of one's own attempt. Raises Refused `no_such_attempt`."""
    mine = Attempt.objects.select_related("round").filter(contestant=contestant)
    attempt = mine.filter(pk=attempt_no).first()
    if attempt is None:
        raise Refused("no_such_attempt")
    return _seat(attempt, contestant)


def told(report: Report) -> dict[str, Any]:
    """What somebody said about a question, and what editors answered; "" until they did."""
    return {"why": report.why, "answer": report.answer}


def _seat(attempt: Attempt, contestant: Contestant) -> Seat:
    plan = plans.load(attempt.round.code)
    player = Player(
        contestant.pk, contestant.nickname, contestant.region.path, contestant.cohort_id
    )
    paper = plan.paper(contestant.pk, attempt.try_no, attempt.book, attempt.form)
    seat = Seat(attempt.pk, attempt.try_no, plan, player, Millis(attempt.opened_at), paper)
    seat.keep(seats.entries(attempt.pk))
    return seat


@dataclass(frozen=True, slots=True)
class _Looked:
    """A closed seat being read in one language."""

    seat: Seat
    lang: str
    said: Mapping[int, Report]

    def row(self, slot: int) -> dict[str, Any]:
        asked, kept = self.seat.paper[slot], self.seat.answers.get(slot, _NOTHING)
        return {
            "slot": slot,
            "q": msgspec.json.decode(asked.body[self.lang]),
            "order": self.seat.option_order(slot),
            "choice": choices.numbers(asked.offer, kept.choice),
            "took_ms": kept.took,
            **msgspec.to_builtins(frames.revealed(self.seat, asked, kept, self.lang)),
            **self._more(asked, kept, slot),
            **({"report": told(self.said[asked.version])} if asked.version in self.said else {}),
        }

    def _more(self, asked: Asked, kept: Kept, slot: int) -> dict[str, Any]:
        """What only some kinds of question have."""
        match asked.kind:
            case "matching":
                return {"target_order": self.seat.target_order(slot)}
            case "text":
                return {"text": choices.words(asked.offer, kept.choice)}
        return {}


_NOTHING = Kept(0, ANSWER, 0, (), Millis(0), Points(0), Millis(0))
