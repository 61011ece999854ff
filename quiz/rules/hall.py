"""Scores of a hall, counted from answers, windows, stopped times and verdicts. Source: contest
regulations, section 11.4 and those around it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from quiz.rules import marking, rulings
from quiz.rules.formats import Format, LateJoin, Team
from quiz.rules.marking import Key
from quiz.rules.rulings import VOID_ALL, VOID_NONE, Ruling
from quiz.rules.stage import Stage, stood
from quiz.rules.units import Millis, Points

# So many bars beside each other are a picture of what a hall guessed.
SPREAD = 24


class Given(NamedTuple):
    """One stored answer; `took` counts from the opening, stopped time included."""

    choice: tuple[int, ...]
    took: Millis
    received_at: Millis
    sure: bool


class Marked(NamedTuple):
    """What an answer comes to; `blank` = none was given, or too late. `printed` = right by the
    question's own key, whatever a verdict says."""

    points: Points
    right: bool
    took: Millis
    blank: bool = False
    printed: bool = False


class Standing(NamedTuple):
    """How somebody stands; `out_at` = the slot that took the last life, `ranked` = in competition.
    `took` adds up the times of all questions, of a blank its whole time."""

    score: int
    right: int
    took: int
    lives: int
    out_at: int | None
    ranked: bool


def mark(
    form: Format, key: Key, ruling: Ruling | None, given: Given | None, stage: Stage, slot: int
) -> Marked:
    """What an answer comes to; one that came after its window and the grace is a blank, and a blank
    takes the whole time of its question."""
    if given is None or not given.choice or not _in_time(form, given, stage, slot):
        return _blank(form, key, ruling, stage, slot)
    took = thought(stage, slot, given.took)
    points = rulings.mark(form, key, ruling, given.choice, quantised(form, took))
    printed = marking.right(form, key, given.choice)
    good = printed if ruling is None else rulings.right(form, key, ruling, given.choice)
    stake = _stake(form, ruling, given, good=good)
    return Marked(Points(points + stake), good, took, printed=printed)


def _blank(form: Format, key: Key, ruling: Ruling | None, stage: Stage, slot: int) -> Marked:
    asked = stage.asking(slot)
    whole = form.question_ms
    if asked is not None and asked.closes_at is not None:
        whole = thought(stage, slot, Millis(asked.closes_at - asked.opens_at))
    points = rulings.mark(form, key, ruling, (), whole)
    return Marked(points, ruling is not None and ruling.kind == VOID_ALL, whole, blank=True)


def _in_time(form: Format, given: Given, stage: Stage, slot: int) -> bool:
    asked = stage.asking(slot)
    if asked is None:
        return False
    return asked.closes_at is None or given.received_at <= asked.closes_at + form.grace_ms


def thought(stage: Stage, slot: int, took: Millis) -> Millis:
    """The time an answer counts as having taken: without what was stopped for everybody."""
    asked = stage.asking(slot)
    if asked is None or took <= 0 or not stage.stops:
        return Millis(max(0, took))
    return Millis(took - stood(stage, slot, asked.opens_at, Millis(asked.opens_at + took)))


def quantised(form: Format, took: Millis) -> Millis:
    """The time the speed bonus is paid for: the network's noise never ranks anybody."""
    if took <= form.full_points_ms:
        return Millis(0)
    quantum = form.bonus_quantum_ms
    return Millis(-(-took // quantum) * quantum)


def _stake(form: Format, ruling: Ruling | None, said: Given, *, good: bool) -> int:
    """What being sure adds or costs; nothing where the question counts for all alike."""
    if not said.sure or (ruling is not None and ruling.kind in (VOID_ALL, VOID_NONE)):
        return 0
    return form.stake_win if good else -form.stake_lose


def ruling_of(stage: Stage, slot: int, key: Key) -> Ruling | None:
    """The verdict of this sitting's host as a ruling; None without one."""
    found = next((one for one in stage.verdicts if one.slot == slot), None)
    if found is None:
        return None
    return Ruling(0, found.kind, tuple(replace(key, places=places) for places in found.keys))


def newcomer(form: Format, came_in: int = 0) -> Standing:
    """How somebody stands before the first reveal."""
    return Standing(0, 0, 0, form.lives, None, ranked=_ranked(form, came_in))


def _ranked(form: Format, came_in: int) -> bool:
    return came_in == 0 or form.late_join is LateJoin.YES


def follow(
    form: Format,
    stage: Stage,
    marks: Mapping[int, Marked],
    came_in: int,
    slots: Sequence[int],
    start: Standing | None = None,
) -> Standing:
    """How somebody who came in at slot `came_in` stands after these slots, in their order.

    `start` is how they stood before the first of them, if that is not the first of all; there must
    be no verdicts then, which reach back.

    Questions for the audience count for nobody; whoever is out earns and loses nothing more. What
    was asked before somebody came in is a blank that costs no life, as all is to who only watches.
    """
    score, right, took, lives, out_at, ranked = start or newcomer(form, came_in)
    mortal = bool(form.lives) and ranked
    missed = _missed(form, stage, marks, came_in, slots) if mortal and stage.verdicts else ()
    for slot in slots:
        if slot in form.audience or out_at is not None:
            continue
        one = marks[slot] if slot >= came_in else _before(form, stage, marks, slot)
        score, right, took = score + one.points, right + one.right, took + one.took
        if mortal and slot >= came_in and not _spared(stage, one, slot, missed):
            lives -= 1
            out_at = slot if lives == 0 else None
    return Standing(score, right, took, lives, out_at, ranked)


def _before(form: Format, stage: Stage, marks: Mapping[int, Marked], slot: int) -> Marked:
    """A question void for all pays those who were there."""
    if _kind(stage, slot) != VOID_ALL:
        return marks[slot]
    return Marked(form.blank, right=False, took=marks[slot].took, blank=True)


def _spared(stage: Stage, one: Marked, slot: int, missed: Collection[int]) -> bool:
    """Whether this costs no life: it is right, counts for all alike, or could not be answered."""
    if one.right or _kind(stage, slot) in (VOID_ALL, VOID_NONE):
        return True
    return one.blank and slot in missed


def _missed(
    form: Format, stage: Stage, marks: Mapping[int, Marked], came_in: int, slots: Sequence[int]
) -> set[int]:
    """The slots at which somebody was out by what was known then, and could not answer: those in
    between when a later verdict lets them in again."""
    missed: set[int] = set()
    given_at = {one.slot: one.given_at for one in stage.verdicts}
    played = [slot for slot in slots if slot >= came_in and slot not in form.audience]
    for now in played:
        if now > max(given_at.values()):
            break
        lost = 0
        for slot in played[: played.index(now)]:
            known = slot not in given_at or given_at[slot] < now
            one = marks[slot]
            good = _spared(stage, one, slot, missed) if known else one.printed
            lost += not good and not (one.blank and slot in missed)
        if lost >= form.lives:
            missed.add(now)
    return missed


def _kind(stage: Stage, slot: int) -> str:
    """Of the verdict on a slot; "" without one."""
    return next((one.kind for one in stage.verdicts if one.slot == slot), "")


def may_answer(form: Format, stage: Stage, slot: int, standing: Standing) -> str:
    """Why somebody who stands so may not answer; "" = they may."""
    playing = standing.out_at is None and standing.ranked
    if slot in form.audience:
        return "audience_only" if playing else ""
    if standing.out_at is not None:
        return "out"
    return "" if standing.ranked else "watching"


def spread(values: Iterable[int], least: int, most: int) -> list[int]:
    """How many estimates lie in each of SPREAD equal parts from `least` to `most`."""
    parts = [0] * SPREAD
    for value in values:
        parts[(min(max(value, least), most) - least) * SPREAD // (most - least + 1)] += 1
    return parts


def over(form: Format, stage: Stage, standings: Iterable[Standing]) -> bool:
    """Whether a game of lives has nobody left to play it: all in competition are out, and no
    question that is still to come is for the audience."""
    competing = [one for one in standings if one.ranked]
    audience = any(stage.slot < slot < stage.of for slot in form.audience)
    return bool(competing) and not audience and all(one.out_at is not None for one in competing)


def ranks(standings: Mapping[int, Standing]) -> dict[int, int]:
    """1 + the number strictly better, of those in competition: who is in the game before who is
    out, later out before earlier, then score, then time."""
    order = sorted(_key(one) for one in standings.values() if one.ranked)
    first: dict[tuple[int, int, int], int] = {}
    for place, key in enumerate(order, 1):
        first.setdefault(key, place)
    return {who: first[_key(one)] for who, one in standings.items() if one.ranked}


def _key(one: Standing) -> tuple[int, int, int]:
    return 0 if one.out_at is None else 1_000 - one.out_at, -one.score, one.took


def team_scores(form: Format, by_team: Mapping[int, Sequence[Standing]]) -> dict[int, int]:
    """Scores of teams in hundredths: the mean of those in competition, or the sum of the best."""
    return {team: _team(form, members) for team, members in by_team.items()}


def _team(form: Format, members: Sequence[Standing]) -> int:
    scores = sorted((one.score for one in members if one.ranked), reverse=True)
    if not scores:
        return 0
    if form.team is Team.BEST_N:
        return 100 * sum(scores[: form.team_best])
    return 100 * sum(scores) // len(scores)


def team_ranks(scores: Mapping[int, int]) -> dict[int, int]:
    """1 + the number strictly better."""
    return {
        team: 1 + sum(other > score for other in scores.values()) for team, score in scores.items()
    }
