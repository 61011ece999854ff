"""The way of a raffle: made with a promise, its list sealed, drawn once."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from itertools import islice

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from leaderboard.models.raffles import Raffle, Stage, Ticket, Win
from leaderboard.raffle import forms, papers, waiting
from leaderboard.raffle.forms import Form
from leaderboard.rules import raffle as rules
from leaderboard.rules.raffle import Outcome, Per, Prize, Rule
from questionbank.rulings import last_number
from quiz.models import Contest, Contestant
from quiz.rules.units import Millis

AT_ONCE = 2_000


class CannotHold(Exception):
    """Refused; nothing was changed. `code` is a key of leaderboard.raffle.words.REASONS, `fields`
    are what must be mended."""

    def __init__(self, code: str, fields: Iterable[str] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.fields = tuple(fields)


def make(contest: Contest, scope: str, form: Form, by: User, now: Millis) -> Raffle:
    """Open a raffle of the region `scope`; from now on its rule and its seed are promised.

    Raises CannotHold: bad_field, taken.
    """
    if wrong := forms.wrong(contest, scope, form, now):
        raise CannotHold("bad_field", wrong)
    seed = secrets.token_hex(32)
    told = asdict(form) | {
        "rule": asdict(rules.confined(form.rule, scope, contest.region.path)),
        "prizes": [[prize.name, prize.stock] for prize in form.prizes],
    }
    try:
        with transaction.atomic():
            return Raffle.objects.create(
                **told,
                contest=contest,
                scope=scope,
                seed=seed,
                seed_hash=rules.promise(seed),
                salt=secrets.token_hex(32),
                made_by=by,
                made_at=now,
            )
    except IntegrityError:
        raise CannotHold("taken", ["code"]) from None


def rule_of(row: Raffle) -> Rule:
    told = row.rule
    lists = {name: tuple(told[name]) for name in ("rounds", "cohorts", "regions")}
    return Rule(above=told["above"], per=Per(told["per"]), **lists)


def prizes_of(row: Raffle) -> list[Prize]:
    return [Prize(name, stock) for name, stock in row.prizes]


def seal(row: Raffle, now: Millis) -> Raffle:
    """Fix who is in: every paper that was closed by the raffle's end and counts at this moment.

    Raises CannotHold: too_early, not_now (somebody did it before), papers_open, unmarked,
    unreadable.
    """
    if now < row.closes_at:
        raise CannotHold("too_early")
    rule, salt, ruled = rule_of(row), bytes.fromhex(row.salt), last_number()
    if code := waiting.fault(rule.rounds, row.closes_at):
        raise CannotHold(code)
    with transaction.atomic():
        _step(row, Stage.OPEN, Stage.SEALED)
        found = rules.chances(rule, papers.papers(rule.rounds), row.closes_at)
        if last_number() != ruled:  # a ruling came while the papers were read
            raise CannotHold("unmarked")
        numbers = [rules.ticket(salt, who, day) for who, day in found]
        rows = (
            Ticket(raffle=row, contestant_id=who, day=day, number=number)
            for (who, day), number in zip(found, numbers, strict=True)
        )
        while part := list(islice(rows, AT_ONCE)):
            Ticket.objects.bulk_create(part)
        row.tickets, row.digest, row.sealed_at = len(numbers), rules.digest(numbers), now
        row.save(update_fields=["tickets", "digest", "sealed_at"])
    return row


def draw(row: Raffle, beacon: str, now: Millis) -> Outcome:
    """Draw, once and for all. Raises CannotHold: not_now, bad_field, nobody, and changed when the
    list is not the sealed one any more."""
    if not 1 <= len(beacon.strip()) <= 80 or not beacon.isprintable():
        raise CannotHold("bad_field", ["beacon"])
    with transaction.atomic():
        _step(row, Stage.SEALED, Stage.DRAWN)
        mine = Ticket.objects.filter(raffle=row).select_related("contestant")
        held = {one.number: one for one in mine}
        if rules.digest(held) != row.digest:
            raise CannotHold("changed")
        if not held:
            raise CannotHold("nobody")
        drawn = rules.order(row.seed, beacon.strip(), held)
        made = rules.outcome(drawn, _owners(held), prizes_of(row), row.reserves)
        row.beacon, row.drawn_at, row.passed = (
            beacon.strip(),
            now,
            [list(one) for one in made.passed],
        )
        row.save(update_fields=["beacon", "drawn_at", "passed"])
        _store(row, made, held, now)
    return made


def _owners(held: Mapping[str, Ticket]) -> dict[str, int | None]:
    """Who has each ticket; None where they had their data deleted, so that nobody could claim."""
    return {
        number: None if one.contestant.erased_at is not None else one.contestant_id
        for number, one in held.items()
    }


def _store(row: Raffle, made: Outcome, held: dict[str, Ticket], now: Millis) -> None:
    until = rules.claim_until(now, row.claim_days, row.delete_at)
    wins: list[tuple[str, str, int | None]] = []
    wins += [(number, prize.name, until) for number, prize in made.winners]
    wins += [(number, "", None) for number in made.reserves]
    Win.objects.bulk_create(
        Win(raffle=row, place=place, ticket=held[number], prize=prize, claim_by=by)
        for place, (number, prize, by) in enumerate(wins, start=1)
    )


def _step(row: Raffle, before: Stage, after: Stage) -> None:
    """From one stage to the next, by one of all who try. Raises CannotHold not_now."""
    if not Raffle.objects.filter(pk=row.pk, stage=before).update(stage=after):
        raise CannotHold("not_now")
    row.stage = after


def own(row: Raffle, who: Contestant) -> list[Ticket]:
    """Somebody's tickets; none before the list is sealed."""
    held = Ticket.objects.filter(raffle=row, contestant=who).select_related("win")
    return list(held.order_by("day"))
