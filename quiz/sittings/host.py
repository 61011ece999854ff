"""What hosts do: make a sitting, give commands, rename and remove people. Each command is stored by
compare-and-set with its audit line, or not at all; sent twice it is done once."""

import hashlib
import secrets
from dataclasses import replace
from typing import Any

import msgspec
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from questionbank.rules import draw
from quiz import clock, names, plan, rounds
from quiz.models import Entrant, HostLine, Round, Sitting, Team
from quiz.rules import choices, hosting
from quiz.rules.hosting import Command, NotNow, Pace
from quiz.rules.stage import Stage
from quiz.rules.units import Millis
from quiz.sittings import store, telling
from quiz.sittings.protocol import Do
from quiz.sittings.store import Row, Stale, Told

CODE_TRIES = 20
_CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
# Commands about people change no stage, but are versions and lines like the others.
PEOPLE = ("rename", "remove", "let_in")
# What leaves the sitting where it stands, so that the step before it can still be taken back.
ASIDE = (*PEOPLE, "remote")


def make(
    round_: Round, title: str, user: User | None, *, rehearsal: bool, teams: list[str], now: Millis
) -> Sitting:
    """A new sitting of a prepared live round, not open yet. Raises plan.Unprepared, and NotNow
    `not_live` for a round that is no live one, `round_closed` for one whose seed may be out."""
    ready = plan.load(round_.code)
    if ready.format.mode != "live":
        raise NotNow("not_live")
    if not rehearsal and round_.closes_at is not None and now > round_.closes_at:
        raise NotNow("round_closed")
    stage = store.plain(Stage(of=ready.format.questions))
    for _ in range(CODE_TRIES):
        made = Sitting(round=round_, title=title, stage=stage, opened_by=user, made_at=now)
        made.rehearsal = rehearsal
        try:
            _add(made, teams)
        except IntegrityError:  # the code is taken: one in a million times the open sittings
            continue
        return made
    raise NotNow("no_code_left")


def _add(made: Sitting, teams: list[str]) -> None:
    """Store a sitting with the paper of the books that stand now: while the round is held, they
    and their public number stay."""
    made.code = f"{secrets.randbelow(10**6):06d}"
    made.screen_code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(12))
    made.seal = secrets.token_hex(32)
    with transaction.atomic():
        rounds.hold(made.round)
        made.book, made.form = _dealt(made, plan.load(made.round.code))
        made.save(force_insert=True)
        for place, name in enumerate(teams):
            Team.objects.create(sitting=made, name=name, place=place)


def _dealt(made: Sitting, ready: plan.Plan) -> tuple[int, int]:
    """The paper of the whole hall, dealt like one person's: sittings of a round follow each other
    through the books, so that no question comes twice for as long as possible."""
    earlier = Sitting.objects.filter(round=made.round_id).count()
    shape = ready.books
    return draw.deal(ready.key, ready.code, 0, earlier, books=len(shape.books), forms=shape.forms)


def new_remote(sitting: Sitting, who: str = "", now: Millis | None = None) -> str:
    """A token for a phone used as a remote; the one before is good for nothing from now on. Raises
    Stale when the sitting has moved on meanwhile: try again."""
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        row = store.by_id(sitting.pk)
        told = Told(who, "remote", {}, clock.now() if now is None else now)
        store.change(row, row.stage, told)
        Sitting.objects.filter(pk=sitting.pk).update(remote_hash=hashed(token))
    return token


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def give(row: Row, do: Do, who: str, now: Millis, ready: plan.Plan) -> int:
    """Do a command that was given at version `do.v`; return the version it made.

    Raises Stale when the sitting is elsewhere by now, NotNow for what cannot be done. Blocking.
    """
    current = given_on(row.id, do)
    if isinstance(current, int):
        return current
    told = Told(who, do.do, _what(do), now)
    if do.do in PEOPLE:
        return _people(current, do, told)
    if do.do == "undo":
        return store.change(current, _undone(current, now), told)
    command = _command(current, do, ready)
    after = hosting.apply(current.stage, command, now, pace_of(ready))
    return store.change(current, after, told)


def given_on(sitting: int, do: Do) -> Row | int:
    """The row that a command is about; the version it made if it is done already, also when it is
    sent again with a newer `do.v`. Raises Stale when the sitting is not where the host saw it.
    Blocking."""
    line = HostLine.objects.filter(sitting=sitting, told__id=do.id).first()
    if line:
        return line.version
    current = store.by_id(sitting)
    if current.version != do.v:
        raise Stale
    return current


def _command(row: Row, do: Do, ready: plan.Plan) -> Command:
    slot = row.stage.slot if do.slot is None else do.slot
    keys = tuple(_places(row, slot, key, ready) for key in do.keys)
    return Command(do.do, do.slot, do.ms, do.since, do.until, do.number, do.kind, keys, do.sure)


def _places(row: Row, slot: int, key: list[int], ready: plan.Plan) -> tuple[int, ...]:
    """A key in option places. Hosts correct keys of options only; a text's or a picture's is for
    the bank's editors (a ruling), as is an estimate's."""
    paper = telling.paper(ready, row)
    asked = paper[slot] if 0 <= slot < len(paper) else None
    if asked is None or asked.kind in ("estimate", "hotspot", "text"):
        raise NotNow("bad_command")
    found = choices.places(asked.offer, key)
    if not found:
        raise NotNow("bad_command")
    return found


def _what(do: Do) -> dict[str, Any]:
    said = msgspec.to_builtins(do)
    return {
        name: value
        for name, value in said.items()
        if name in ("id", "slot", "ms", "since", "until", "number", "kind", "keys", "name")
        and value not in (None, "", [])
    }


def undoable(row: Row) -> HostLine | None:
    """The last command but those about people and remotes, when it may be taken back by `undo`."""
    lines = HostLine.objects.filter(sitting=row.id, version__lte=row.version)
    line = lines.exclude(do__in=ASIDE).order_by("-version").first()
    rule = hosting.TABLE.get(line.do) if line else None
    return line if rule and rule.takes_back == "undo" else None


def undo_of(row: Row, now: Millis) -> str | None:
    """The command that `undo` would take back now; None when time has overtaken it."""
    line = undoable(row)
    try:
        _undone(row, now)
    except NotNow:
        return None
    return line.do if line else None


def _undone(row: Row, now: Millis) -> Stage:
    line = undoable(row)
    if line is None:
        raise NotNow("nothing_to_undo")
    before = msgspec.convert(line.before, Stage)
    did = Command(line.do, number=line.told.get("number"))
    return hosting.undone(row.stage, before, did, Millis(line.at), now)


def _people(row: Row, do: Do, told: Told) -> int:
    """Rename, remove or let in again the entrant `do.number`."""
    changes: dict[str, Any] = {"removed": do.do == "remove"}
    if do.do == "rename":
        name, fault = names.nickname(do.name)
        if fault:
            raise NotNow(fault.value)
        changes = {"name": name}
    with transaction.atomic():
        who = Entrant.objects.select_for_update().filter(sitting=row.id, pk=do.number or 0).first()
        if who is None:
            raise NotNow("no_such_entrant")
        before = {name: getattr(who, name) for name in changes}
        try:
            with transaction.atomic():
                Entrant.objects.filter(pk=who.pk).update(**changes)
        except IntegrityError:
            raise NotNow("name_taken") from None
        what = {**told.what, "was": before}
        return store.change(row, row.stage, replace(told, what=what))


def clock_command(row: Row, do: str, who: str, now: Millis, pace: Pace) -> Row:
    """What the clock or the autopilot wants, as of `row`; the newest row, whoever was quicker."""
    try:
        after = hosting.apply(row.stage, Command(do), now, pace)
        store.change(row, after, Told(who, do, {}, now))
    except (Stale, NotNow):
        pass
    return store.by_id(row.id)


def pace_of(ready: plan.Plan) -> Pace:
    return Pace(Millis(ready.format.lead_ms), ready.format.question_ms)
