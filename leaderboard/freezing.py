"""Making a round's public boards stand still, and letting them go on. Source: regulations,
section 8.10."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from leaderboard.models import Freeze
from quiz.models import Round
from quiz.rules.units import Millis


class Frozen(Exception):
    """The round's boards stand still already: lift that first."""


def freeze(round_: Round, cut_at: Millis, *, by: User | None, now: Millis) -> Freeze:
    """Show the public nothing that is stored after `cut_at` (milliseconds; may lie ahead).

    Every process does so within seconds; until the boards as of then are read, those of a cut that
    is past are not shown at all. Raises Frozen.
    """
    try:
        with transaction.atomic():
            return Freeze.objects.create(round=round_, cut_at=cut_at, made_by=by, made_at=now)
    except IntegrityError as error:
        raise Frozen(round_.code) from error


def lift(round_: Round, *, by: User | None, now: Millis) -> bool:
    """Show everything again, all at once. False when nothing was held back."""
    standing = Freeze.objects.filter(round=round_, lifted_at=None)
    return bool(standing.update(lifted_at=now, lifted_by=by))


def current(round_: Round) -> Freeze | None:
    """The freeze that holds now or is to come."""
    return Freeze.objects.filter(round=round_, lifted_at=None).first()
