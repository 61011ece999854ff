"""The way of a raffle: made with a promise, its list sealed, drawn once."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import asdict

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q

from leaderboard.models.raffles import Raffle, Stage, Ticket, Win
from leaderboard.raffle import forms, listing, papers, waiting
from leaderboard.raffle.forms import Form
from leaderboard.rules import raffle as rules
from leaderboard.rules.raffle import Outcome, Per, Prize, Rule
from questionbank.rulings import last_number
from quiz.models import Annulment, Contest, Contestant
from quiz.rules.units import Millis
from quiz.subtree import within

# What sealing has done, as it tells whoever waits for it.
BEGUN, READ, STORED = 1, 2, 3


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


def may_seal(row: Raffle, now: Millis) -> None:
    """Raises CannotHold: too_early, not_now (somebody did it before)."""
    if now < row.closes_at:
        raise CannotHold("too_early")
    if row.stage != Stage.OPEN:
        raise CannotHold("not_now")


def seal(row: Raffle, now: Millis, tell: Callable[[int], None] = lambda _step: None) -> Raffle:
    """Fix who is in: every paper that was closed by the raffle's end and counts at this moment.
    `tell` hears BEGUN, READ and STORED.

    Raises CannotHold: too_early, not_now (somebody did it before), papers_open, unmarked,
    unreadable, moved (papers were annulled, or tickets stored by somebody else, meanwhile).
    """
    may_seal(row, now)
    tell(BEGUN)
    rule, ruled = rule_of(row), last_number()
    annulled = _annulments(rule)
    if code := waiting.fault(rule.rounds, row.closes_at):
        raise CannotHold(code)
    # Read and stored before the step: it takes minutes, for which no answer may wait on SQLite and
    # no board on PostgreSQL.
    found = rules.chances(rule, papers.papers(rule.rounds), row.closes_at)
    tell(READ)
    try:
        wanted = listing.store(row, found)
    except listing.Fixed:
        raise CannotHold("not_now") from None
    stand = listing.stand(row)
    digest = rules.digest(listing.numbers(row))
    if digest != rules.digest(wanted):
        raise CannotHold("moved")
    tell(STORED)
    with transaction.atomic():
        _step(row, Stage.OPEN, Stage.SEALED)
        if last_number() != ruled:
            raise CannotHold("unmarked")
        row.tickets, row.digest, row.sealed_at = len(wanted), digest, now
        if _annulments(rule) != annulled or listing.stand(row) != stand:
            raise CannotHold("moved")
        row.save(update_fields=["tickets", "digest", "sealed_at"])
    return row


def _annulments(rule: Rule) -> int:
    """How many papers were annulled or restored where tickets may be: none came while this stays
    the same. The last one's number would not tell: PostgreSQL may commit a lower one after it."""
    there = within(rule.regions, "region_path") if rule.regions else Q()
    return Annulment.objects.filter(there).count()


def may_draw(row: Raffle, beacon: str) -> str:
    """The public number as it is kept. Raises CannotHold: bad_field, not_now."""
    said = beacon.strip()
    if not 1 <= len(said) <= 80 or not beacon.isprintable():
        raise CannotHold("bad_field", ["beacon"])
    if row.stage != Stage.SEALED:
        raise CannotHold("not_now")
    return said


def draw(row: Raffle, beacon: str, now: Millis) -> Outcome:
    """Draw, once and for all. Raises CannotHold: not_now, bad_field, nobody, and changed when the
    list is not the sealed one any more."""
    said = may_draw(row, beacon)
    # The list stands still: it is read, and put in order, before the step that others wait for.
    owners = listing.owners(row)
    if rules.digest(owners) != row.digest:
        raise CannotHold("changed")
    if not owners:
        raise CannotHold("nobody")
    drawn = rules.order(row.seed, said, owners)
    made = rules.outcome(drawn, owners, prizes_of(row), row.reserves)
    wins = _wins(row, made, now)
    with transaction.atomic():
        _step(row, Stage.SEALED, Stage.DRAWN)
        row.beacon, row.drawn_at = said, now
        row.passed = [list(one) for one in made.passed]
        row.save(update_fields=["beacon", "drawn_at", "passed"])
        Win.objects.bulk_create(wins)
    return made


def _wins(row: Raffle, made: Outcome, now: Millis) -> list[Win]:
    until = rules.claim_until(now, row.claim_days, row.delete_at)
    wins: list[tuple[str, str, int | None]] = []
    wins += [(number, prize.name, until) for number, prize in made.winners]
    wins += [(number, "", None) for number in made.reserves]
    held = listing.tickets(row, [number for number, _prize, _by in wins])
    return [
        Win(raffle=row, place=place, ticket_id=held[number], prize=prize, claim_by=by)
        for place, (number, prize, by) in enumerate(wins, start=1)
    ]


def _step(row: Raffle, before: Stage, after: Stage) -> None:
    """From one stage to the next, by one of all who try. Raises CannotHold not_now."""
    if not Raffle.objects.filter(pk=row.pk, stage=before).update(stage=after):
        raise CannotHold("not_now")
    row.stage = after


def own(row: Raffle, who: Contestant) -> list[Ticket]:
    """Somebody's tickets; none before the list is sealed, also while it is being stored."""
    if row.stage == Stage.OPEN:
        return []
    held = Ticket.objects.filter(raffle=row, contestant=who).select_related("win")
    return list(held.order_by("day"))
