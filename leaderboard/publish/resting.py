"""What an award rests on: its definition, and the published result that holds of its round.

Source: contest regulations, section 12.8.
"""

import json
from dataclasses import dataclass

from leaderboard import catalogue, derived
from leaderboard.catalogue import Catalogue, RankedRound
from leaderboard.models import BoardDefinition, Publication, PublishedResult
from leaderboard.publish import holding, standing
from leaderboard.rules import invariants
from leaderboard.rules.award import PARTS
from leaderboard.rules.definitions import Definition, Formula
from leaderboard.rules.invariants import Fault
from quiz import plan as plans
from quiz.models import Round
from quiz.rules.units import Millis

Subject = dict[str, object]


class Unfit(Exception):
    """The board cannot be published as it is; `code` says why (publishing.WORDS)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Rest:
    """An award with the round that it covers, and that round's result."""

    known: Catalogue
    definition: Definition
    ranked: RankedRound
    round: Round
    base: PublishedResult


def find(contest: str, code: str) -> Rest:
    """What the contest's board of that code rests on now. Raises Unfit."""
    row = BoardDefinition.objects.filter(contest__code=contest, code=code).first()
    if row is None:
        raise Unfit("gone")
    known, definition = catalogue.load(), catalogue.definition(row)
    rounds = derived.rounds_of(known, definition)
    if definition.formula is not Formula.AWARD:
        raise Unfit("not_award")
    if len(rounds) != 1:
        raise Unfit("several")
    if definition.starts_at is not None or definition.ends_at is not None:
        raise Unfit("window")
    round_ = Round.objects.select_related("contest__region").get(pk=rounds[0].id)
    base = holding.latest(round_)
    if base is None:
        raise Unfit("no_base")
    return Rest(known, definition, rounds[0], round_, base)


def faults(rest: Rest, now: Millis) -> list[Fault]:
    """What must hold of the round that is covered, now as on the day of its own result."""
    plan, root = plans.load(rest.round.code), rest.round.contest.region.path
    found = list(invariants.of_state(standing.state(rest.round, plan, root, now)))
    if _ended(standing.stand(rest.round.pk)) != _ended(rest.base.publication.stand):
        found.append(Fault("base_old", said={"number": rest.base.number}))
    return found


def _ended(stand: dict[str, object]) -> tuple[object, object]:
    """Later rulings change the round only by its papers' being marked again."""
    return stand["ended"], stand["last"]


def subject(definition: Definition) -> Subject:
    """What a result says of the definition that it is of; a changed one is another result."""
    return {
        "code": definition.code,
        "title": definition.title_zh,
        "title_en": definition.title_en,
        "who": str(definition.who),
        "formula": str(definition.formula),
        "region": definition.region,
        "weights": {name: getattr(definition.weights, name) for name in PARTS},
    }


def still(row: Publication, now: Millis) -> bool:
    """Whether the award would be counted from the same result, by the same definition."""
    try:
        rest = find(row.round.contest.code, row.board)
    except Unfit:
        return False
    based = rest.base.sha256 == row.body["rests_on"][0]["sha256"]
    return based and subject(rest.definition) == row.body["subject"] and not faults(rest, now)


def outdated(result: PublishedResult) -> PublishedResult | None:
    """The correction of the result that this one rests on; None while that holds."""
    for rest in json.loads(result.body).get("rests_on", ()):
        rows = PublishedResult.objects.filter(contest=result.contest_id, number=rest["number"])
        base = rows.select_related("round__contest").first()
        holds = holding.latest(base.round, base.board) if base else None
        if base and holds and holds.pk != base.pk:
            return holds
    return None
