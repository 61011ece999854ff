"""A selection as its page shows it."""

from collections.abc import Mapping, Sequence
from typing import Any

from leaderboard import sheets
from leaderboard.catalogue import Catalogue
from leaderboard.models import Candidate, Selection, SelectionStep
from leaderboard.models.selection import Sex, StepKind
from leaderboard.public.names import cohort, full_name
from leaderboard.rules import masks
from leaderboard.rules.selecting import Best, Impossible
from leaderboard.selection import choosing, words
from leaderboard.selection import rule as rules
from leaderboard.selection.rule import OLDEST, Rule
from leaderboard.selection.words import Asked


def context(of: Selection, known: Catalogue) -> dict[str, Any]:
    """Everything that the page and the printed list need."""
    rule = rules.read(of.rule)
    people = list(of.candidates.select_related("contestant"))
    masked = masks.masked if of.contest.masked else str
    for one in people:
        one.public_name = masked(one.contestant.nickname)  # type: ignore[attr-defined]
    by_number = {one.pk: one for one in people}
    found = choosing.propose(of)
    team = tuple(choosing.members(of))
    asked = None
    if isinstance(found, Best):
        task = rules.task(rule, people)
        gone = frozenset(step.gone_id for step in of.steps.all() if step.gone_id)
        asked = Asked(task, found, team or found.teams[0], known.cohorts, rule, gone)
    return {
        "of": of,
        "place": full_name(known, of.scope),
        "rule": rule,
        "conditions": conditions(rule, known),
        "locked": bool(team),
        "team": [(by_number[one], _cohort(known, by_number[one].cohort)) for one in team],
        "total": sum(by_number[one].score for one in team),
        "teams": _teams(found, by_number) if not team else [],
        "ways": found.ways if isinstance(found, Best) else 0,
        "best": found if isinstance(found, Best) else None,
        "impossible": _why_not(found, known, rule),
        "groups": _groups(known, people, rule, asked),
        "reserves": [
            (_cohort(known, code), rows) for code, rows in choosing.reserves(of).items() if rows
        ],
        "stand_ins": _stand_ins(of, team, by_number),
        "steps": [_step(step, by_number) for step in of.steps.all()],
        "sexes": Sex.choices,
        "taken": sheets.moment(of.taken_at),
    }


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
    known: Catalogue, people: Sequence[Candidate], rule: Rule, asked: Asked | None
) -> list[dict[str, Any]]:
    """The candidates by cohort, each with the reason why in or not."""
    groups = []
    for code in [code for code, seats in rule.seats.items() if seats]:
        rows = [one for one in people if one.cohort == code]
        inside = [one.rank for one in rows if asked and one.pk in asked.team]
        last = max(inside, default=0)
        told = [(one, words.reason(asked, one, last) if asked else "") for one in rows]
        groups.append({"name": _cohort(known, code), "seats": rule.seats[code], "rows": told})
    return groups


def _stand_ins(
    of: Selection, team: Sequence[int], people: Mapping[int, Candidate]
) -> list[tuple[Candidate, list[Candidate]]]:
    """For each member who may take their place."""
    told = []
    for gone in team:
        found = choosing.stand_ins(of, gone)
        came: list[int] = []
        if isinstance(found, Best):
            came = sorted({one for others in found.teams for one in others if one not in team})
        told.append((people[gone], [people[one] for one in came]))
    return told


def _step(step: SelectionStep, people: Mapping[int, Candidate]) -> dict[str, Any]:
    return {
        "step": step,
        "at": sheets.moment(step.at),
        "locked": step.kind == StepKind.LOCKED,
        "members": [people[one] for one in step.members],
        "gone": people.get(step.gone_id or 0),
        "came": people.get(step.came_id or 0),
    }


def _cohort(known: Catalogue, code: str) -> str:
    return cohort(known, code)
