"""What looks as if a paper were not its owner's own work. Source: contest regulations, section 9.2.

A finding is a question to a human, never a verdict: it names the rule and the numbers it goes by.
Everything here is about the papers of one form of one round, in whatever order they come.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low
from typing import Any, NamedTuple

TOO_FAST, PERFECT_FAST, SAME_WRONG, BURSTS, EVEN_PACE, FAR_ABOVE = RULES = (
    *("too_fast", "perfect_fast", "same_wrong", "bursts", "even_pace", "far_above"),
)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a paper is asked about; the reasons are beside the values in
    quiz/data/flags.yaml. Times in milliseconds, shares in percent, `bits` in hundredths."""

    least_ms: int
    sign_ms: int
    unread_share: int
    unread_answers: int
    unread_right: int
    perfect_share: int
    perfect_papers: int
    perfect_questions: int
    wrong_answers: int
    wrong_bits: int
    burst_ms: int
    burst_answers: int
    even_ms: int
    even_answers: int
    above_papers: int
    above_points: int
    above_share: int


class Reply(NamedTuple):
    """One answer: the question's version, the choice as the journal keeps it (empty = blank),
    whether it was right, milliseconds it took, and the moment it was received."""

    version: int
    choice: str
    right: bool
    took: int
    at: int


class Sheet(NamedTuple):
    """A closed paper with its replies in the order of their slots. `share` is what it earned of
    the full score, `earlier` what the person's earlier papers did, in percent. Papers with one
    `near` were opened in one region within one hour; empty = not known."""

    attempt: int
    contestant: int
    replies: tuple[Reply, ...]
    share: int = 0
    earlier: tuple[int, ...] = ()
    near: str = ""


class Finding(NamedTuple):
    """A rule that a paper meets, with the numbers: whole ones and texts only."""

    attempt: int
    rule: str
    evidence: dict[str, Any]


def alone(sheets: Iterable[Sheet], signs: Mapping[int, int], to: Thresholds) -> Iterator[Finding]:
    """What each paper shows by itself. `signs` are the characters of each version's stem."""
    for sheet in sheets:
        for rule, evidence in (
            (TOO_FAST, _too_fast(sheet, signs, to)),
            (BURSTS, _bursts(sheet, to)),
            (EVEN_PACE, _even_pace(sheet, to)),
            (FAR_ABOVE, _far_above(sheet, to)),
        ):
            if evidence:
                yield Finding(sheet.attempt, rule, evidence)


def beside(sheets: Sequence[Sheet], to: Thresholds) -> Iterator[Finding]:
    """Papers without a fault that took far less than the others of their form: the sum of the
    middle times of the right answers to its questions is what others take."""
    if len(sheets) < to.perfect_papers:
        return
    middle = middles(sheets)
    for sheet in sheets:
        usual = sum(middle.get(reply.version, 0) for reply in sheet.replies)
        took = sum(reply.took for reply in sheet.replies)
        perfect = all(reply.right for reply in sheet.replies)
        many = len(sheet.replies) >= to.perfect_questions
        if perfect and many and took * 100 <= usual * to.perfect_share:
            evidence = {"took_ms": took, "usual_ms": usual, "of": len(sheet.replies)}
            yield Finding(sheet.attempt, PERFECT_FAST, evidence)


def middles(sheets: Iterable[Sheet]) -> dict[int, int]:
    """The middle time of the right answers to each version that has any."""
    times: dict[int, list[int]] = {}
    for sheet in sheets:
        for reply in sheet.replies:
            if reply.right:
                times.setdefault(reply.version, []).append(reply.took)
    return {version: median_low(found) for version, found in times.items()}


def _answered(sheet: Sheet) -> list[Reply]:
    return [reply for reply in sheet.replies if reply.choice]


def _too_fast(sheet: Sheet, signs: Mapping[int, int], to: Thresholds) -> dict[str, Any]:
    """More answers than chance gives, most of them sooner than their stems can be read."""
    given = _answered(sheet)
    unread = [reply for reply in given if reply.took < _least(reply, signs, to)]
    right = sum(reply.right for reply in unread)
    few = len(unread) < to.unread_answers or len(unread) * 100 < len(given) * to.unread_share
    if few or right * 100 < len(unread) * to.unread_right:
        return {}
    fastest = min(unread, key=lambda reply: (reply.took, reply.version))
    return {
        "unread": len(unread),
        "of": len(given),
        "right": right,
        "fastest_ms": fastest.took,
        "signs": signs.get(fastest.version, 0),
    }


def _least(reply: Reply, signs: Mapping[int, int], to: Thresholds) -> int:
    return max(to.least_ms, signs.get(reply.version, 0) * to.sign_ms)


def _bursts(sheet: Sheet, to: Thresholds) -> dict[str, Any]:
    """Answers that came in one upon the other, though each question is shown only after the answer
    before it is stored."""
    moments = sorted(reply.at for reply in _answered(sheet))
    longest = run = 1
    for before, after in pairwise(moments):
        run = run + 1 if after - before <= to.burst_ms else 1
        longest = max(longest, run)
    return {"run": longest, "within_ms": to.burst_ms} if longest >= to.burst_answers else {}


def _even_pace(sheet: Sheet, to: Thresholds) -> dict[str, Any]:
    """Answers that all took the same time, short stems and long ones."""
    times = [reply.took for reply in _answered(sheet)]
    if len(times) < to.even_answers or max(times) - min(times) > to.even_ms:
        return {}
    return {"least_ms": min(times), "most_ms": max(times), "of": len(times)}


def _far_above(sheet: Sheet, to: Thresholds) -> dict[str, Any]:
    if len(sheet.earlier) < to.above_papers or sheet.share < to.above_share:
        return {}
    best = max(sheet.earlier)
    if sheet.share - best < to.above_points:
        return {}
    usual = median_low(sheet.earlier)
    return {"share": sheet.share, "best": best, "usual": usual, "papers": len(sheet.earlier)}
