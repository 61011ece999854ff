"""The row of a sitting: read, and changed by compare-and-set. Blocking: database threads only."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import IntegrityError, transaction

from quiz.models import HostLine, Sitting
from quiz.rules.stage import Stage, State
from quiz.rules.units import Millis


class NoSitting(LookupError):
    """There is no open sitting with this code."""


class Stale(Exception):
    """The row has moved on: another host, another process or the clock was quicker."""


@dataclass(frozen=True, slots=True)
class Row:
    """A sitting as one process holds it. All but `version` and `stage` never changes."""

    id: int
    round: str
    title: str
    code: str
    screen_code: str
    remote_hash: str
    seal: str
    book: int
    form: int
    rehearsal: bool
    region: str
    version: int
    stage: Stage


def by_code(code: str) -> Row:
    """The open sitting of a code that phones type; of a closed code the sitting that had it last.
    Raises NoSitting."""
    return _one(code=code)


def by_screen(code: str) -> Row:
    """The sitting of a screen's code. Raises NoSitting."""
    return _one(screen_code=code)


def by_id(sitting: int) -> Row:
    """Raises NoSitting."""
    return _one(pk=sitting)


def _one(**which: Any) -> Row:
    found = Sitting.objects.select_related("round__contest__region").filter(**which)
    rows = list(found.order_by("-made_at", "-pk"))
    if not rows:
        raise NoSitting(str(which))
    return row(next((one for one in rows if one.state != State.CLOSED), rows[0]))


def row(sitting: Sitting) -> Row:
    """What a process keeps of the row."""
    return Row(
        sitting.pk,
        sitting.round.code,
        sitting.title,
        sitting.code,
        sitting.screen_code,
        sitting.remote_hash,
        sitting.seal,
        sitting.book,
        sitting.form,
        sitting.rehearsal,
        sitting.round.contest.region.path,
        sitting.version,
        msgspec.convert(sitting.stage, Stage),
    )


def contest_of(row: Row) -> str:
    """The code of the contest that people join to come in."""
    return Sitting.objects.values_list("round__contest__code", flat=True).get(pk=row.id)


def versions(sittings: Collection[int]) -> dict[int, int]:
    """The versions the rows are at now."""
    return dict(Sitting.objects.filter(pk__in=sittings).values_list("pk", "version"))


@dataclass(frozen=True, slots=True)
class Told:
    """Who gave which command, when: what the audit line says."""

    who: str
    do: str
    what: dict[str, Any]
    at: Millis


def change(before: Row, after: Stage, told: Told) -> int:
    """Store the next stage and its audit line, both or neither; return the new version. Raises
    Stale when the row is not at `before.version` any more."""
    version = before.version + 1
    try:
        with transaction.atomic():
            same = Sitting.objects.filter(pk=before.id, version=before.version)
            if not same.update(version=version, stage=plain(after), state=after.state):
                raise Stale
            HostLine.objects.create(
                sitting_id=before.id,
                version=version,
                at=told.at,
                who=told.who,
                do=told.do,
                told=told.what,
                before=plain(before.stage),
            )
    except IntegrityError:
        raise Stale from None
    return version


def plain(stage: Stage) -> dict[str, Any]:
    """The stage as JSON keeps it."""
    kept: dict[str, Any] = msgspec.to_builtins(stage)
    return kept


def lines(sitting: int, count: int) -> list[HostLine]:
    """The last commands, newest first."""
    return list(HostLine.objects.filter(sitting=sitting).order_by("-version")[:count])
