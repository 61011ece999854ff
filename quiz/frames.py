"""Frames for a phone, built field by field from a seat: what is not named here cannot leak."""

from collections.abc import Sequence

from msgspec import UNSET

from quiz import clock, keys, messages
from quiz.plan import Asked, Plan
from quiz.protocol import (
    VERSION,
    Answer,
    AttemptState,
    Error,
    Next,
    Opened,
    Receipt,
    Result,
    Revealed,
    RoundView,
    Ruled,
    Shown,
    Welcome,
)
from quiz.rules import choices, marking, rulings, timing, tries
from quiz.rules.attempt import VOIDED, Kept
from quiz.rules.formats import Format, Mode, Reveal
from quiz.rules.rulings import Answered, Ruling
from quiz.rules.units import Millis, Points
from quiz.seat import Phone, Seat
from quiz.seats import Entrance


def error(
    code: str,
    phone: Phone,
    about: Answer | Next | None = None,
    *,
    retry_ms: int = 0,
    detail: str = "",
) -> Error:
    """An error in the phone's language; `about` = the message it answers."""
    return Error(
        code,
        messages.text(code, phone.lang),
        about.seq if isinstance(about, Answer) else UNSET,
        about.slot if about is not None else UNSET,
        retry_ms or UNSET,
        detail or UNSET,
    )


def question(seat: Seat, lang: str, now: Millis) -> Shown | None:
    """The open question as this person sees it; None while none is shown."""
    asked, slot = seat.window(), seat.progress.slot
    if asked is None or seat.progress.closed is not None:
        return None
    of = seat.paper[slot]
    return Shown(
        seat.attempt,
        slot,
        len(seat.paper),
        asked.shown_at,
        asked.closes_at,
        asked.left(now),
        seat.option_order(slot),
        of.body[_text_lang(lang)],
        seat.target_order(slot) if of.offer.targets else UNSET,
    )


def state(seat: Seat, phone: Phone) -> AttemptState:
    """Where the attempt stands, whole: enough for a phone that knows nothing."""
    now = clock.now()
    return AttemptState(
        seat.attempt,
        seat.try_no,
        seat.progress.slot,
        len(seat.paper),
        question(seat, phone.lang, now),
        result(seat, now),
        sorted(seat.answers),
    )


def opened(seat: Seat, phone: Phone) -> Opened:
    return Opened(clock.now(), state(seat, phone))


def receipt(seat: Seat, answer: Answer, sent: Sequence[int], phone: Phone) -> Receipt:
    """The receipt of a stored slot: names the stored choice, and carries what comes next."""
    kept = seat.answers.get(answer.slot)
    if kept is None:
        raise LookupError(f"attempt {seat.attempt} holds no answer in slot {answer.slot}")
    asked, now = seat.paper[answer.slot], clock.now()
    counts = kept.choice == tuple(sent)
    follows = seat.progress.slot == answer.slot + 1
    return Receipt(
        seat.attempt,
        answer.slot,
        answer.seq,
        choices.numbers(asked.offer, kept.choice),
        counts,
        now,
        None if counts else _reason(kept, answer),
        revealed(seat, asked, kept, _text_lang(phone.lang)) if seat.asks_for_each else None,
        question(seat, phone.lang, now) if follows else None,
        None if seat.progress.closed is None else result(seat, now),
        choices.words(asked.offer, kept.choice) or UNSET,
    )


def _reason(kept: Kept, answer: Answer) -> str:
    """A blank that time wrote (seq 0), or that this very answer came too late for, is "late"."""
    return "late" if not kept.choice and kept.seq in (0, answer.seq) else "already_answered"


def revealed(seat: Seat, asked: Asked, kept: Kept, lang: str) -> Revealed:
    """Key, points and why in a language of the bank: only where the format shows them now. A ruling
    on the question is told, and its keys are those that count."""
    ruling = keys.held().of(asked.version)
    counting = rulings.keys_of(asked.key, ruling)
    points = kept.points
    if ruling is not None:
        points = rulings.mark(seat.plan.format, asked.key, ruling, kept.choice, kept.took)
    return Revealed(
        asked.shown_key(counting[0]),
        points,
        asked.why[lang],
        asked.source[lang],
        [form for key in counting for form in key.accepted] or UNSET,
        [(area.shape, *area.numbers) for key in counting for area in key.areas] or UNSET,
        {"why": asked.rich_why[lang]} if lang in asked.rich_why else UNSET,
        _ruled(asked, ruling, lang) if ruling is not None else UNSET,
    )


def _ruled(asked: Asked, ruling: Ruling, lang: str) -> Ruled:
    note = getattr(keys.held().notes[ruling.number], lang)
    return Ruled(ruling.kind, note, [asked.shown_key(key) for key in ruling.keys])


def result(seat: Seat, now: Millis) -> Result | None:
    """What a closed attempt came to by the rulings in force; None while it is open."""
    closed = seat.closed
    if closed is None:
        return None
    form = seat.plan.format
    score, right = _counted(seat, closed)
    return Result(
        seat.attempt,
        score,
        form.full_score,
        right,
        len(seat.paper),
        closed.took,
        band(form, score),
        may_review(seat, now),
        annulled(seat) or UNSET,
    )


def annulled(seat: Seat) -> bool:
    """Whether the attempt counts nowhere, by the steps that the seat knows of: those made until it
    was last read."""
    return max((slot for slot, kind in seat.others if kind == VOIDED), default=0) % 2 == 1


def _counted(seat: Seat, closed: Kept) -> tuple[Points, int]:
    """The score, and how many answers are right. Without a ruling on any of its questions, as of
    nearly every paper, what was stored says both."""
    form, ruled = seat.plan.format, keys.held().by_version
    if not any(asked.version in ruled for asked in seat.paper):
        return closed.points, marking.right_among(form, (a.points for a in seat.answers.values()))
    answers = _answers(seat)
    right = sum(rulings.right(form, one.key, one.ruling, one.choice) for one in answers)
    return rulings.score(form, answers), right


def _answers(seat: Seat) -> list[Answered]:
    of = keys.held().of
    return [
        Answered(one.points, asked.key, of(asked.version), one.choice, one.took)
        for slot, asked in enumerate(seat.paper)
        if (one := seat.answers.get(slot))
    ]


def band(form: Format, score: int) -> str | None:
    """The highest literacy band whose threshold (percent of the full score) the score passes."""
    passed = [
        (least, name) for name, least in form.bands.items() if score * 100 > least * form.full_score
    ]
    return max(passed)[1] if passed else None


def told(seat: Seat, slot: int) -> bool:
    """Whether the key of the slot was shown beside its answer; only practice does that. In a hall
    the key of an answered question waits for the host."""
    alone = seat.plan.format.mode is Mode.PRACTICE
    return alone and seat.asks_for_each and slot in seat.answers


def may_review(seat: Seat, now: Millis) -> bool:
    """Whether keys and explanations of a closed attempt may be shown now."""
    return seat.closed is not None and keys_due(seat.plan, now)


def keys_due(plan: Plan, now: Millis) -> bool:
    """Whether the keys of a round's closed papers may be told by now."""
    return plan.format.reveal is not Reveal.CLOSED or timing.settled(plan.closes_at, now)


def welcome(entrance: Entrance, seat: Seat | None, phone: Phone) -> Welcome:
    """The answer to hello."""
    return Welcome(
        VERSION,
        clock.now(),
        entrance.player.nickname,
        round_view(entrance, phone.lang),
        state(seat, phone) if seat is not None else None,
    )


def round_view(entrance: Entrance, lang: str) -> RoundView:
    plan, form = entrance.plan, entrance.plan.format
    return RoundView(
        plan.code,
        plan.title[_text_lang(lang)],
        form.ranked,
        form.questions,
        form.question_ms,
        form.total_ms,
        form.full_score,
        form.reveal,
        plan.opens_at,
        plan.closes_at,
        tries.tries_left(form, entrance.opened, clock.now()),
        len(entrance.opened),
        list(plan.uses),
    )


def _text_lang(lang: str) -> str:
    """Questions are kept in two languages; a Traditional page shows them in Chinese."""
    return "en" if lang == "en" else "zh"
