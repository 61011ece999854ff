"""A selection as its page shows it."""

from collections.abc import Mapping, Sequence
from typing import Any

from leaderboard import sheets
from leaderboard.catalogue import Catalogue
from leaderboard.models import Candidate, Selection, SelectionStep
from leaderboard.models.selection import Sex, StepKind
from leaderboard.projector import Projector
from leaderboard.public.names import cohort, full_name
from leaderboard.rules import masks
from leaderboard.rules.selecting import Best, Impossible
from leaderboard.selection import choosing, taking, words
from leaderboard.selection import rule as rules
from leaderboard.selection.refusing import CannotChoose
from leaderboard.selection.rule import OLDEST, Rule
from leaderboard.selection.taking import Standings
from leaderboard.selection.words import Asked
from questionbank.punctuation import apart


def context(of: Selection, projector: Projector) -> dict[str, Any]:
    """Everything that the page and the printed list need."""
    rule, known = rules.read(of.rule), projector.catalogue
    people = list(of.candidates.select_related("contestant"))
    now = _standings(projector, of, people)
    by_number = _named(of, people)
    present = [one for one in people if one.contestant.erased_at is None]
    found = choosing.propose(of, present)
    steps = list(of.steps.all())
    team = tuple(one for one in choosing.members(of) if one in by_number)
    asked = None
    if isinstance(found, Best):
        gone = frozenset(step.gone_id for step in steps if step.gone_id)
        task, shown = rules.task(rule, present), team or found.teams[0]
        asked = Asked(task, found, shown, known.cohorts, rule, gone)
    return {
        "of": of,
        "place": full_name(known, of.scope),
        "rule": rule,
        "conditions": conditions(rule, known),
        "locked": bool(steps),
        "team": [(by_number[one], _cohort(known, by_number[one].cohort)) for one in team],
        "total": sum(by_number[one].score for one in team),
        "teams": _teams(found, by_number) if not steps else [],
        "ways": found.ways if isinstance(found, Best) else 0,
        "best": found if isinstance(found, Best) else None,
        "impossible": _why_not(found, known, rule),
        "groups": _groups(known, [(one, words.changed(one, now)) for one in people], rule, asked),
        "reserves": [
            (_cohort(known, code), rows)
            for code, rows in choosing.reserves(of, now).items()
            if rows
        ],
        "stand_ins": _stand_ins(of, team, by_number, now),
        "steps": [_step(step, by_number) for step in steps],
        "sexes": Sex.choices,
        "taken": sheets.moment(of.taken_at),
    }


def _standings(projector: Projector, of: Selection, people: Sequence[Candidate]) -> Standings:
    """How the candidates stand by now; as they are listed while no board can be read."""
    try:
        return taking.standings(projector, of, people)
    except CannotChoose:
        return {one.pk: choosing.worth(one) for one in people}


def _named(of: Selection, people: Sequence[Candidate]) -> dict[int, Candidate]:
    """The candidates by number, each with the name that may hang on a wall."""
    masked = masks.masked if of.contest.masked else str
    for one in people:
        one.public_name = masked(one.contestant.nickname)  # type: ignore[attr-defined]
    return {one.pk: one for one in people}


def conditions(rule: Rule, known: Catalogue) -> list[str]:
    """The conditions in words, one each."""
    found = [rules.named(code, known.cohorts, rule) for code, n in rule.seats.items() if n]
    found += [rules.named(name, known.cohorts, rule) for name in _sexes(rule)]
    if rule.asks_age:
        oldest = str(rule.oldest) if rule.oldest < OLDEST else "–"
        found.append(words.ages(rule.youngest, oldest))
    return found


def _sexes(rule: Rule) -> list[str]:
    return [name for name, n in ((rules.WOMEN, rule.women), (rules.MEN, rule.men)) if n]


def _why_not(found: Best | Impossible, known: Catalogue, rule: Rule) -> str:
    return words.impossible(found, known.cohorts, rule) if isinstance(found, Impossible) else ""


def _teams(
    found: Best | Impossible, people: Mapping[int, Candidate]
) -> list[tuple[str, list[Candidate]]]:
    if isinstance(found, Impossible):
        return []
    return [
        (",".join(str(one) for one in team), [people[one] for one in team]) for team in found.teams
    ]


def _groups(
    known: Catalogue, people: Sequence[tuple[Candidate, str]], rule: Rule, asked: Asked | None
) -> list[dict[str, Any]]:
    """The candidates by cohort, each with the reason why in or not, and what changed since."""
    groups = []
    for code in [code for code, seats in rule.seats.items() if seats]:
        rows = [(one, news) for one, news in people if one.cohort == code]
        inside = [one.rank for one, _news in rows if asked and one.pk in asked.team]
        last = max(inside, default=0)
        told = [(one, _told(asked, one, last, news)) for one, news in rows]
        groups.append({"name": _cohort(known, code), "seats": rule.seats[code], "rows": told})
    return groups


def _told(asked: Asked | None, one: Candidate, last: int, news: str) -> str:
    """Why somebody is in or not, and what changed; of who is gone only that."""
    here = one.contestant.erased_at is None
    reason = words.reason(asked, one, last) if asked and here else ""
    return apart(filter(None, (reason, news)))


def _stand_ins(
    of: Selection, team: Sequence[int], people: Mapping[int, Candidate], now: Standings
) -> list[tuple[Candidate, list[Candidate]]]:
    """For each member who may take their place."""
    told = []
    for gone in team:
        found = choosing.stand_ins(of, gone, now)
        came: list[int] = []
        if isinstance(found, Best):
            came = sorted({one for others in found.teams for one in others if one not in team})
        told.append((people[gone], [people[one] for one in came if one in people]))
    return told


def _step(step: SelectionStep, people: Mapping[int, Candidate]) -> dict[str, Any]:
    return {
        "step": step,
        "at": sheets.moment(step.at),
        "locked": step.kind == StepKind.LOCKED,
        "members": [people[one] for one in step.members if one in people],
        "gone": people.get(step.gone_id or 0),
        "came": people.get(step.came_id or 0),
    }


def _cohort(known: Catalogue, code: str) -> str:
    return cohort(known, code)
