"""Preparing a round: its books are built and promised before it opens, and can be checked after.

What is kept in PreparedRound.books is everything a check needs beside the seed: the pool with its
expected rates, the blueprint and the books. `digest` is the hash of all that.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from questionbank import blueprints, coverage, papers
from questionbank.rules import books as book_rules
from questionbank.rules import draw
from questionbank.rules.blueprint import ANY, Item, Short, ShortPool
from questionbank.rules.books import BookSet
from questionbank.rules.levelling import Enemies
from quiz import promises
from quiz.models import Attempt, Cohort, PreparedRound, Round, Sitting
from quiz.rules import formats, timing
from quiz.rules.formats import BadFormat, Format
from quiz.rules.stage import State
from quiz.rules.units import Millis

__all__ = [
    "SECRET",
    "Changed",
    "Enemies",
    "Ready",
    "Rehearsed",
    "Sat",
    "ShortPool",
    "TooLate",
    "blueprint_of",
    "bookset",
    "build",
    "check_cells",
    "check_cohorts",
    "deal_key",
    "enemies_in_words",
    "hold",
    "keep",
    "mix",
    "pool",
    "prepare",
    "publication",
    "settings",
    "shorts_in_words",
    "two_places",
    "whole",
]
# Who has these before the round closes knows everybody's papers.
SECRET = ("seed", "books")


class TooLate(ValueError):
    """The round has opened: its books and its promise stand."""


class Sat(TooLate):
    """A sitting has its paper from these books: they stand until it is closed."""


class Rehearsed(TooLate):
    """People are kept in a rehearsal whose paper is of these books: they stand until it is cleared:
    of their papers only the places in the books are kept."""


class Ready(TooLate):
    """The round has its books already."""


class Changed(TooLate):
    """The round is not as it was when its books were built: they were not kept."""


def prepare(
    round_: Round, *, seed: bytes, beacon: str = "", now: Millis, once: bool = False
) -> PreparedRound:
    """Build and store the books of a round that is not open yet; replaces an earlier preparation.

    `seed` is 32 secret random bytes. Raises ShortPool naming the cells that lack questions, Enemies
    naming those that cannot be parted, BadFormat for settings that nobody could play by, and as
    `keep`.
    """
    content = build(round_, seed)
    return keep(round_, content, seed=seed, beacon=beacon, now=now, once=once)


def keep(
    round_: Round,
    content: dict[str, Any],
    *,
    seed: bytes,
    beacon: str = "",
    now: Millis,
    once: bool = False,
) -> PreparedRound:
    """Store books that `build` made of the round by `seed`; a short transaction, under the lock of
    the round's row. A promise that this replaces stays on record.

    Raises TooLate at or after the opening or once anybody has opened a paper; Sat while a sitting
    of the round is not closed, were it a rehearsal: the hall keeps only the place of its paper, and
    Rehearsed while a closed rehearsal keeps its people, whose papers are such places, too. Changed
    when the settings have changed since `round_` was read; with `once` Ready where it has books.
    """
    if len(seed) != 32:
        raise ValueError(f"the seed must have 32 bytes, got {len(seed)}")
    with transaction.atomic():
        fresh = _still_closed(round_, now)
        before = PreparedRound.objects.filter(round=fresh).first()
        if once and before:
            raise Ready(f"round {fresh.code} has its books")
        if (fresh.format, fresh.contest_id) != (round_.format, round_.contest_id):
            raise Changed(f"round {fresh.code} has changed")
        if before:
            promises.end(before, fresh, now=now)
        prepared, _made = PreparedRound.objects.update_or_create(
            round=round_,
            defaults={
                "seed": seed.hex(),
                "seed_hash": draw.seed_hash(seed),
                "beacon": beacon,
                "books": content,
                "digest": book_rules.hash_of(content),
                "prepared_at": now,
            },
        )
    return prepared


def mix(prepared: PreparedRound, beacon: str, *, now: Millis) -> None:
    """Add the public number that was announced with the promise; once, and before the opening.

    Raises TooLate when the round is open or has its number already, and Sat while a sitting is not
    closed: its paper and the order of the options were dealt without the number. Rehearsed while a
    closed rehearsal keeps people who saw them so.
    """
    with transaction.atomic():
        _still_closed(prepared.round, now)
        without = PreparedRound.objects.filter(pk=prepared.pk, beacon="")
        if not without.update(beacon=beacon):
            raise TooLate("the public number is fixed already")
    prepared.beacon = beacon


def build(round_: Round, seed: bytes) -> dict[str, Any]:
    """The books of the round as JSON keeps them, with the pool they were cut from; not stored.

    Raises BadFormat, ShortPool or Enemies.
    """
    form = settings(round_)
    items = pool(round_, form)
    blueprint = blueprint_of(form)
    made = book_rules.build(items, blueprint, seed=seed, books=form.books)
    return {
        "blueprint": blueprint,
        "items": [_plain_item(item) for item in sorted(items, key=lambda item: item.version)],
        "set": book_rules.plain(made),
    }


def settings(round_: Round) -> Format:
    """The round's format, which fits this server. Raises BadFormat naming the setting."""
    form = formats.read(round_.format)
    check_cohorts(form)
    return form


def check_cohorts(form: Format) -> None:
    """Raises BadFormat for a cohort that nobody can be of: the round would be open to no one."""
    if not form.cohorts:
        return
    known = list(Cohort.objects.values_list("code", flat=True))
    if strange := [code for code in form.cohorts if code not in known]:
        there = ", ".join(known) or "none yet (manage.py load_regions)"
        raise BadFormat(f"cohorts: no cohort {strange[0]!r}; there are {there}")


def check_cells(form: Format) -> None:
    """Raises BadFormat for a cell of the blueprint, or an entry of the pool, that asks for a tag
    which the bank has not: no question ever fits it."""
    for cell, tag in blueprints.strange(form.blueprint):
        raise BadFormat(f"blueprint: no tag {tag!r} in cell {cell!r}")
    for entry, tag in blueprints.strange(form.pool):
        raise BadFormat(f"pool: no tag {tag!r} in entry {entry!r}")


def pool(round_: Round, form: Format) -> list[Item]:
    """The questions that the round may ask, seen from the contest's own region."""
    return papers.pool(round_.contest.region.path, form.pool)


def blueprint_of(form: Format) -> dict[str, int]:
    """The cells of the format; a format without any takes questions of all kinds."""
    return dict(form.blueprint) or {ANY: form.questions}


def bookset(prepared: PreparedRound) -> BookSet:
    """The books of a prepared round."""
    return book_rules.read(prepared.books["set"])


def deal_key(prepared: PreparedRound) -> bytes:
    """The key of all deals and orders of the round; as secret as the seed."""
    return draw.deal_key(bytes.fromhex(prepared.seed), prepared.beacon)


def publication(prepared: PreparedRound, *, now: Millis) -> dict[str, Any]:
    """What anybody may know: the promise at any time, seed and books once no answer of the round
    can count any more and none of its sittings is to come or running: whoever has the seed has the
    paper of the hall."""
    if timing.settled(prepared.round.closes_at, now) and not _in_hall(prepared):
        return whole(prepared)
    return {name: value for name, value in whole(prepared).items() if name not in SECRET}


def _in_hall(prepared: PreparedRound) -> bool:
    ours = Sitting.objects.filter(round=prepared.round_id, rehearsal=False)
    return ours.exclude(state=State.CLOSED).exists()


def whole(prepared: PreparedRound) -> dict[str, Any]:
    """Everything about the books, secrets included: what a check needs."""
    return {
        "round": prepared.round.code,
        "seed_hash": prepared.seed_hash,
        "digest": prepared.digest,
        "beacon": prepared.beacon,
        "prepared_at": prepared.prepared_at,
        "closes_at": prepared.round.closes_at,
        "seed": prepared.seed,
        "books": prepared.books,
    }


def shorts_in_words(shorts: Iterable[Short]) -> str:
    """One line for each cell that lacks questions, for people."""
    found = list(shorts)
    names = coverage.named({short.cell for short in found})
    lines = (
        _("命题蓝图的“%(cell)s”需要 %(need)d 题，题库只有 %(have)d 题")
        % {"cell": names[short.cell], "need": short.need, "have": short.have}
        for short in found
    )
    return "\n".join(lines)


def enemies_in_words(pairs: Collection[tuple[int, int]]) -> str:
    """One line for each pair of versions that no paper may hold together, for people."""
    refs = papers.refs({version for pair in pairs for version in pair})
    lines = (
        _("%(one)s 与 %(other)s 不得同卷，但题库太小，无法分开")
        % {"one": refs.get(one, one), "other": refs.get(other, other)}
        for one, other in pairs
    )
    return "\n".join(lines)


def two_places(millionths: int) -> str:
    """A number of millionths, not negative, as people read it: 6051000 is "6.05"."""
    hundredths = (millionths + 5_000) // 10_000
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _plain_item(item: Item) -> list[Any]:
    plain = [item.version, sorted(item.tags), list(item.rates), item.digest]
    # Only where there are any: books without enemies keep the digest they always had.
    return [*plain, sorted(item.enemies)] if item.enemies else plain


def hold(round_: Round) -> Round:
    """The round as it is stored, whose books change by nobody else until the transaction ends."""
    return Round.objects.select_for_update().get(pk=round_.pk)


def _still_closed(round_: Round, now: Millis) -> Round:
    """The round, held. Raises TooLate, Sat or Rehearsed."""
    fresh = hold(round_)
    opened = Attempt.objects.filter(round=fresh)
    if now >= fresh.opens_at or opened.exclude(entrant__sitting__rehearsal=True).exists():
        raise TooLate(f"round {fresh.code} has opened")
    if Sitting.objects.filter(round=fresh).exclude(state=State.CLOSED).exists():
        raise Sat(f"round {fresh.code} has a sitting")
    if opened.exists():
        raise Rehearsed(f"round {fresh.code} has people in a rehearsal")
    return fresh
