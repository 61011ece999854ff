"""The door of a hall: a contestant becomes an entrant, a signed-in person or a remote a host.
Blocking: database threads only."""

import hmac
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.db import IntegrityError, transaction
from django.http import HttpRequest, parse_cookie

from questionbank import grants
from quiz import seats
from quiz.models import Attempt, Contestant, Entrant, Team
from quiz.plan import Plan
from quiz.rules.stage import State
from quiz.rules.units import Millis
from quiz.seats import Denied
from quiz.sittings import closing, host, tally
from quiz.sittings.hall_seat import HallSeat, Kept
from quiz.sittings.store import Row

# A name that is taken gets a number behind it; more than this many of one name is a joke.
NAMESAKES = 50


def enter(row: Row, plan: Plan, token: str, team: int | None, now: Millis) -> HallSeat:
    """The place of whoever holds the token; somebody new gets one if the door and the format let
    them. Raises Denied: no_token, other_contest, not_open, over, door_shut, no_team."""
    who = _contestant(token, plan)
    entrant = _find(row, who)
    if entrant is None:
        _check_door(row, plan)
        entrant = _new(row, plan, who, _team(row, team), now)
        closing.came_in(row.id)
    elif team and entrant.team_id is None:
        entrant.team = _team(row, team)
        Entrant.objects.filter(pk=entrant.pk, team=None).update(team=entrant.team)
    return _seat(row, entrant)


def _contestant(token: str, plan: Plan) -> Contestant:
    found = Contestant.objects.select_related("region", "cohort")
    who = found.filter(token_hash=seats.token_hash(token), erased_at=None).first()
    if who is None:
        raise Denied("no_token")
    if who.contest_id != plan.contest:
        raise Denied("other_contest")
    return who


def _find(row: Row, who: Contestant) -> Entrant | None:
    found = Entrant.objects.select_related("attempt")
    return found.filter(sitting=row.id, contestant=who).first()


def _check_door(row: Row, plan: Plan) -> None:
    at = row.stage
    if at.state is State.DRAFT:
        raise Denied("not_open")
    if at.state is State.CLOSED:
        raise Denied("over")
    if not at.door or (at.slot >= 0 and plan.format.late_join == "no"):
        raise Denied("door_shut")


def _team(row: Row, team: int | None) -> Team | None:
    if team is None:
        return None
    found = Team.objects.filter(sitting=row.id, pk=team).first()
    if found is None:
        raise Denied("no_team")
    return found


def _new(row: Row, plan: Plan, who: Contestant, team: Team | None, now: Millis) -> Entrant:
    """A new entrant with an attempt of the hall's paper. Two phones at once make one."""
    for number in range(1, NAMESAKES):
        name = who.nickname if number == 1 else f"{who.nickname} {number}"
        try:
            with transaction.atomic():
                return Entrant.objects.create(
                    sitting_id=row.id,
                    contestant=who,
                    attempt=_attempt(row, plan, who, now),
                    name=name,
                    team=team,
                    came_in=_came_in(row),
                    joined_at=now,
                )
        except IntegrityError:
            if found := _find(row, who):
                return found
    raise Denied("name_taken")


def _attempt(row: Row, plan: Plan, who: Contestant, now: Millis) -> Attempt:
    tries = Attempt.objects.filter(round=plan.round, contestant=who).count()
    return Attempt.objects.create(
        round_id=plan.round,
        contestant=who,
        try_no=tries,
        book=row.book,
        form=row.form,
        region_path=who.region.path,
        cohort=who.cohort_id,
        opened_at=now,
    )


def _came_in(row: Row) -> int:
    at = row.stage
    return max(0, at.slot if at.state is State.SHOWN else at.slot + 1)


def _seat(row: Row, entrant: Entrant) -> HallSeat:
    given = tally.given(row.id, range(row.stage.of), entrant.attempt_id)
    kept = {
        slot: Kept(one.choice, one.sure, one.took, Millis(0))
        for slot, one in given.get(entrant.attempt_id, {}).items()
    }
    attempt = entrant.attempt
    return HallSeat(
        entrant.pk,
        attempt.pk,
        entrant.contestant_id,
        entrant.name,
        attempt.region_path,
        entrant.came_in,
        entrant.team_id,
        entrant.removed,
        kept,
    )


def host_by_session(row: Row, headers: Mapping[bytes, bytes]) -> str:
    """The name of the signed-in person of a handshake. Raises Denied: signed_out, forbidden."""
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    request = HttpRequest()
    engine: Any = import_module(settings.SESSION_ENGINE)
    request.session = engine.SessionStore(cookies.get(settings.SESSION_COOKIE_NAME))
    user = get_user(request)
    if not user.is_authenticated:
        raise Denied("signed_out")
    if not grants.may(user, "host", row.region):
        raise Denied("forbidden")
    return user.get_username()


def host_by_remote(row: Row, token: str) -> str:
    """A phone with the remote's token of this very sitting. Raises Denied `forbidden`."""
    if not row.remote_hash or not hmac.compare_digest(host.hashed(token), row.remote_hash):
        raise Denied("forbidden")
    return "remote"
