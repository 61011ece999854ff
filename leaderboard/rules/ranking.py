"""Ranking: which attempts count, who is better, and one whole number that orders them all.

Source: contest regulations, section 7. A standing is a pure function of the set of attempts: their
order of arrival and how often each arrived change nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from leaderboard.rules.results import Result, join, packed, put, unpacked
from leaderboard.rules.seasons import Season
from quiz.rules.formats import Count, Format, Tie

# A Redis score is a double: whole numbers above 53 bits would be rounded.
REDIS_BITS = 53
SCORE_BITS, TOOK_BITS, TRIES_BITS, FINISHED_BITS = 10, 20, 7, 23
TOOK_STEP_MS = 10
FINISHED_STEP_MS = 1_000
DAY_MS = 86_400_000
# For a round without an end or without a limit of tries; what lies beyond shares the last place.
OPEN_WINDOW_MS = 96 * DAY_MS
OPEN_TRIES = 1_000


class Tally(NamedTuple):
    """A set of attempts. `seen` has the bit of each try that is in the set (`holds`), annulled or
    not; `void` of them are annulled.

    `kept` are the results that count now; of several that are summed, their sum. `rest` holds all
    that `kept` does not hold one by one, packed and by try: a ruling, an annulment or a restoring
    may make them count.
    """

    seen: int = 0
    kept: tuple[Result, ...] = ()
    rest: bytes = b""
    void: int = 0


class Standing(NamedTuple):
    """What a contestant's attempts come to; for sum and mean_best a sum (see `divisor`). `tries`
    are the closed ones without those that are annulled."""

    score: int
    took_ms: int
    finished_at: int
    tries: int


def divisor(form: Format) -> int:
    """What a standing's score is divided by when shown: n for the mean of the best n, else 1.

    Attempts that are missing from the n count as nothing: with points above zero, stopping early
    never pays.
    """
    if isinstance(form, Season):
        return divisor(form.rounds[0])
    return form.best_n if form.count is Count.MEAN_BEST else 1


def add(form: Format, tally: Tally, result: Result) -> Tally:
    """The set with one attempt more, or with one of which more is known; the same set when that
    was known already."""
    bit = _bit(form, result.try_no)
    if tally.seen & bit:
        return _again(form, tally, result)
    if tally.void or result.void or isinstance(form, Season):
        return _whole(form, [*results(tally), result])
    pool = (*tally.kept, result)
    kept, rest = _keep(form, pool), tally.rest
    if form.count is Count.SUM and len(pool) > 1:
        rest = put(rest or packed(tally.kept[0]), result)
    elif len(kept) < len(pool):
        rest = put(rest, next(one for one in pool if one not in kept))
    return Tally(tally.seen | bit, kept, rest)


def _again(form: Format, tally: Tally, result: Result) -> Tally:
    before = find(tally, result.try_no)
    after = result if before is None else join(before, result)
    if after == before:
        return tally
    others = [one for one in results(tally) if one.try_no != result.try_no]
    return _whole(form, [*others, after])


def find(tally: Tally, try_no: int) -> Result | None:
    """The result of that try as it is in the set; None when it is not."""
    return next((one for one in results(tally) if one.try_no == try_no), None)


def holds(form: Format, tally: Tally, try_no: int) -> bool:
    """Whether that try is in the set."""
    return bool(tally.seen & _bit(form, try_no))


def _bit(form: Format, try_no: int) -> int:
    return 1 << (form.bit(try_no) if isinstance(form, Season) else try_no)


def results(tally: Tally) -> tuple[Result, ...]:
    """Every result of the set."""
    rest = unpacked(tally.rest)
    return rest if len(rest) == tally.seen.bit_count() else (*rest, *tally.kept)


def changes(tally: Tally) -> int:
    """How much is known of the set's attempts beyond their closings (Result.changes)."""
    return sum(one.changes for one in results(tally))


def union(form: Format, tallies: Iterable[Tally]) -> Tally:
    """Several sets as one. They must hold different attempts."""
    return _whole(form, [one for tally in tallies for one in results(tally)])


def _whole(form: Format, found: Sequence[Result]) -> Tally:
    counting = tuple(one for one in found if one.counts)
    kept = _keep(form, counting)
    summed = form.count is Count.SUM and len(counting) > 1
    rest = sorted(one for one in found if summed or one not in kept)
    seen = sum(_bit(form, one.try_no) for one in found)
    return Tally(seen, kept, b"".join(map(packed, rest)), len(found) - len(counting))


def _keep(form: Format, results: tuple[Result, ...]) -> tuple[Result, ...]:
    if len(results) < 2:
        return results
    if isinstance(form, Season):
        return (_together(_rounds(form, results)),)
    if form.count is Count.SUM:
        return (_together(results),)
    if form.count is Count.LAST:
        return (max(results),)
    best = sorted(results, key=lambda result: _better_first(form, result))
    return tuple(best[: divisor(form)])


def _rounds(season: Season, results: Sequence[Result]) -> tuple[Result, ...]:
    """What each round comes to by its own format; the best of them where only some count."""
    groups: dict[int, list[Result]] = {}
    for result in results:
        groups.setdefault(season.slot(result.try_no), []).append(result)
    kept = [_keep(season.rounds[slot], tuple(group)) for slot, group in sorted(groups.items())]
    each = [one[0] if len(one) == 1 else _together(one) for one in kept]
    each.sort(key=lambda result: _better_first(season, result))
    return tuple(each[: season.best_of or len(each)])


def _better_first(form: Format, result: Result) -> tuple[int, ...]:
    """Sorts attempts of one contestant; always decides, so that arrival order cannot."""
    links = {Tie.TOOK: result.took_ms, Tie.FINISHED: result.finished_at}
    chain = [links[tie] for tie in form.ties if tie in links]
    return (-result.score, *chain, result.finished_at, result.try_no)


def _together(results: tuple[Result, ...]) -> Result:
    return Result(
        max(r.try_no for r in results),
        sum(r.score for r in results),
        sum(r.took_ms for r in results),
        max(r.finished_at for r in results),
        max(r.ruled for r in results),
        max(r.void for r in results),
    )


def standing(tally: Tally) -> Standing | None:
    """What the set comes to: points and times of the attempts that count, added; the latest finish.

    None for the empty set, and for one of which nothing counts.
    """
    if not tally.kept:
        return None
    whole = tally.kept[0] if len(tally.kept) == 1 else _together(tally.kept)
    return Standing(whole.score, whole.took_ms, whole.finished_at, tries(tally))


def tries(tally: Tally) -> int:
    """How many attempts count: all but the annulled ones."""
    return tally.seen.bit_count() - tally.void


@dataclass(frozen=True, slots=True)
class Link:
    """One part of the packed order: `(value - low) // step` in `bits` bits, held at its ends.

    Smaller is better, unless `falling`.
    """

    name: str
    low: int
    step: int
    bits: int
    falling: bool = False


Layout = tuple[Link, ...]


def pack(layout: Layout, of: Standing) -> int:
    """The whole number that orders standings: smaller is better, equal shares a rank."""
    packed = 0
    for link in layout:
        most = (1 << link.bits) - 1
        place = (getattr(of, link.name) - link.low) // link.step
        place = 0 if place < 0 else min(place, most)
        packed = packed << link.bits | (most - place if link.falling else place)
    return packed


def layout(
    form: Format, *, opens_at: int, closes_at: int | None, bits: int | None = None
) -> Layout:
    """How this format's standings are packed, in at most `bits` bits (None = as many as it takes).

    The usual layout is score 10, time in steps of 10 ms 20, finish in seconds 23: exactly the 53
    bits that a Redis score keeps. Larger scores or times take more bits; where there are no more,
    the steps of time, then of finish, are doubled until it fits, so that near ties share a rank.
    Raises ValueError if the score alone does not fit.
    """
    needed = _needed(form, opens_at, closes_at)
    usual = tuple(replace(link, bits=max(link.bits, USUAL_BITS[link.name])) for link in needed)
    if bits is None or width(usual) <= bits:
        return usual
    return _squeezed(needed, bits)


def fits(form: Format, *, opens_at: int, closes_at: int | None) -> bool:
    """Whether a Redis score holds this format's order without coarser steps."""
    free = layout(form, opens_at=opens_at, closes_at=closes_at)
    return width(free) <= REDIS_BITS


def width(links: Layout) -> int:
    return sum(link.bits for link in links)


USUAL_BITS = {
    "score": SCORE_BITS,
    "took_ms": TOOK_BITS,
    "tries": TRIES_BITS,
    "finished_at": FINISHED_BITS,
}
FIELDS = {Tie.TOOK: "took_ms", Tie.FEWER_TRIES: "tries", Tie.FINISHED: "finished_at"}


def _needed(form: Format, opens_at: int, closes_at: int | None) -> Layout:
    window = (closes_at - opens_at if closes_at else OPEN_WINDOW_MS) + DAY_MS // 24
    spans = [_span(one, window) for one in (form.rounds if isinstance(form, Season) else (form,))]
    low, high, took, tries = (sum(values) for values in zip(*spans, strict=True))
    links = {
        "took_ms": Link("took_ms", 0, TOOK_STEP_MS, _bits(took, TOOK_STEP_MS)),
        "tries": Link("tries", 0, 1, _bits(tries, 1)),
        "finished_at": Link(
            "finished_at", opens_at, FINISHED_STEP_MS, _bits(window, FINISHED_STEP_MS)
        ),
    }
    score = Link("score", low, 1, _bits(high - low, 1), falling=True)
    return (score, *(links[FIELDS[tie]] for tie in form.ties))


def _span(form: Format, window: int) -> tuple[int, int, int, int]:
    """The least and the most score of a standing, its longest time and its most tries."""
    tries = form.tries_total or form.tries_per_day * (window // DAY_MS + 2) or OPEN_TRIES
    counted = {Count.SUM: tries, Count.MEAN_BEST: form.best_n}.get(form.count, 1)
    low = counted * form.questions * min(0, form.blank, -form.penalty)
    high = counted * form.questions * max(form.right + form.bonus_points, form.blank)
    return low, high, counted * _limit(form), tries


def _limit(form: Format) -> int:
    """The longest that one attempt can take, in milliseconds."""
    whole = form.total_ms + form.grace_ms if form.total_ms else DAY_MS
    each = form.question_ms + form.grace_ms if form.question_ms else DAY_MS
    return min(whole, form.questions * each)


def _bits(span: int, step: int) -> int:
    return max((span // step).bit_length(), 1)


def _squeezed(links: Layout, bits: int) -> Layout:
    for name in ("took_ms", "finished_at", "tries"):
        while width(links) > bits and any(k.name == name and k.bits > 1 for k in links):
            links = tuple(_coarser(link) if link.name == name else link for link in links)
    if width(links) > bits:
        raise ValueError(f"a score of {width(links)} bits does not fit in {bits}")
    return links


def _coarser(link: Link) -> Link:
    return replace(link, step=link.step * 2, bits=link.bits - 1)
