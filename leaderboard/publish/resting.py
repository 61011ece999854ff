"""What an award or a season rests on: its definition, and the published results that hold of its
rounds.

Source: contest regulations, section 12.8.
"""

import json
from collections.abc import Iterator, Sequence
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
class Covered:
    """A round with the result of it that holds."""

    ranked: RankedRound
    round: Round
    base: PublishedResult


@dataclass(frozen=True, slots=True)
class Rest:
    """A board with the rounds that it covers, the earliest first: an award has one."""

    known: Catalogue
    definition: Definition
    rounds: tuple[Covered, ...]

    @property
    def ranked(self) -> RankedRound:
        return self.rounds[0].ranked

    @property
    def round(self) -> Round:
        """The last of them."""
        return self.rounds[-1].round

    @property
    def base(self) -> PublishedResult:
        return self.rounds[-1].base

    @property
    def award(self) -> bool:
        return self.definition.formula is Formula.AWARD


def find(contest: str, code: str) -> Rest:
    """What the contest's board of that code rests on now. Raises Unfit."""
    row = BoardDefinition.objects.filter(contest__code=contest, code=code).first()
    definition = catalogue.readable(row) if row else None
    if definition is None:
        raise Unfit("gone")
    known = catalogue.load()
    rounds = derived.rounds_of(known, definition)
    if why := problem(known, definition, rounds):
        raise Unfit(why)
    if another(holding.of_board(contest, code), known, definition):
        raise Unfit("kind")
    return Rest(known, definition, tuple(_covered(ranked) for ranked in rounds))


def another(before: PublishedResult | None, known: Catalogue, of: Definition) -> bool:
    """Whether this result is of another board than the definition, which could not correct it: one
    of other regions, ordered otherwise, or an award of another round. Title and weights may
    change, and a season may go on."""
    if before is None:
        return False
    told, now = json.loads(before.body)["subject"], subject(of)
    if any(told[name] != now[name] for name in ("formula", "region", "who")):
        return True
    rounds = [one.id for one in derived.rounds_of(known, of)]
    return of.formula is Formula.AWARD and rounds != [before.round_id]


def problem(known: Catalogue, of: Definition, rounds: Sequence[RankedRound]) -> str:
    """Why such a board is not published (a key of publishing.WORDS); "" for one that may be."""
    award = of.formula is Formula.AWARD
    if not award and of.formula is not Formula.STANDING:
        return "not_award"
    if of.starts_at is not None or of.ends_at is not None:
        return "window"
    if award:
        return "" if len(rounds) == 1 else "several"
    if of.cohort or any(of.region != one.root for one in rounds):
        return "part"
    added = derived.ranked_of(known, derived.spec_of(known, of, public=False)) is not None
    return "" if len(rounds) > 1 and added else "one_round"


def _covered(ranked: RankedRound) -> Covered:
    round_ = Round.objects.select_related("contest__region").get(pk=ranked.id)
    base = holding.latest(round_)
    if base is None:
        raise Unfit("no_base")
    return Covered(ranked, round_, base)


def faults(rest: Rest, now: Millis) -> list[Fault]:
    """What must hold of each round that is covered, now as on the day of its own result."""
    return [fault for one in rest.rounds for fault in _faults(one, now)]


def _faults(of: Covered, now: Millis) -> Iterator[Fault]:
    plan, root = plans.load(of.round.code), of.round.contest.region.path
    yield from invariants.of_state(standing.state(of.round, plan, root, now))
    # Later rulings change the round only by its papers' being marked again.
    if standing.moved(of.round, of.base.publication.stand, now):
        yield Fault("base_old", said={"number": of.base.number})


def told(rest: Rest) -> list[dict[str, object]]:
    """What a result says of those that it rests on."""
    return [
        {
            "round": one.ranked.code,
            "title": one.ranked.title_zh,
            "number": one.base.number,
            "sha256": one.base.sha256,
        }
        for one in rest.rounds
    ]


def subject(definition: Definition) -> Subject:
    """What a result says of the definition that it is of; a changed one is another result."""
    said: Subject = {
        "code": definition.code,
        "title": definition.title_zh,
        "title_en": definition.title_en,
        "who": str(definition.who),
        "formula": str(definition.formula),
        "region": definition.region,
    }
    if definition.formula is Formula.AWARD:
        return {**said, "weights": {name: getattr(definition.weights, name) for name in PARTS}}
    return {**said, "best_of": definition.best_n}


def still(row: Publication, now: Millis) -> bool:
    """Whether the award would be counted from the same result, by the same definition."""
    try:
        rest = find(row.round.contest.code, row.board)
    except Unfit:
        return False
    based = told(rest) == row.body["rests_on"]
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
