"""The door of a hall: a contestant becomes an entrant, a signed-in person or a remote a host.
Blocking: database threads only."""

import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import HttpRequest, parse_cookie

from questionbank import grants
from quiz import seats
from quiz.models import Attempt, Contestant, Entrant, HostLine, Team
from quiz.plan import Plan
from quiz.rules.hall import Given
from quiz.rules.stage import State
from quiz.rules.units import Millis
from quiz.seats import Denied
from quiz.sittings import closing, hall_seat, host, tally
from quiz.sittings.hall_seat import HallSeat
from quiz.sittings.store import Row

# A name that is taken gets a number behind it; more than this many of one name is a joke.
NAMESAKES = 50
# Another process may let the same person in, or take a name, at the same moment.
TRIES = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody at the door, since `now`: the token, and the number of a team they would join."""

    token: str
    team: int | None
    now: Millis


@dataclass(slots=True)
class Crowd:
    """Those at the door, as the database knows them: contestants by their tokens' hashes, entrants
    by contestant, teams by number."""

    people: dict[str, Contestant]
    inside: dict[int, Entrant]
    teams: dict[int, Team]


def enter(row: Row, plan: Plan, token: str, team: int | None, now: Millis) -> HallSeat:
    """As `enter_all`, for one. Raises Denied."""
    (found,) = enter_all(row, plan, [Wanted(token, team, now)])
    if isinstance(found, Denied):
        raise found
    return found


def enter_all(row: Row, plan: Plan, wanted: Sequence[Wanted]) -> list[HallSeat | Denied]:
    """The places of whoever holds these tokens, in their order; somebody new gets one if the door
    and the format let them. Denied: no_token, moved, other_contest, not_open, over, door_shut,
    no_team.

    However many they are, it is the same few queries and one commit.
    """
    for _ in range(TRIES):
        try:
            return _entered(row, plan, wanted)
        except IntegrityError:
            if len(wanted) > 1:  # one by one, so that whoever was quicker elsewhere holds up nobody
                return [enter_all(row, plan, [one])[0] for one in wanted]
    return [Denied("name_taken") for _ in wanted]


def _entered(row: Row, plan: Plan, wanted: Sequence[Wanted]) -> list[HallSeat | Denied]:
    crowd = _crowd(row, wanted)
    new: dict[int, Wanted] = {}
    found: list[Contestant | Denied] = []
    for one in wanted:
        try:
            found.append(_let_in(row, plan, one, crowd, new))
        except Denied as denied:
            found.append(denied)
    if new:
        people = {who.pk: who for who in crowd.people.values() if who.pk in new}
        crowd.inside |= _created(row, plan, new, people, crowd.teams)
        closing.came_in(row.id)
    return _seats(row, crowd, found, new)


def _crowd(row: Row, wanted: Sequence[Wanted]) -> Crowd:
    hashes = {seats.token_hash(one.token) for one in wanted}
    known = Contestant.objects.select_related("region", "cohort")
    found = known.filter(token_hash__in=hashes, erased_at=None)
    people = {who.token_hash or "": who for who in found}
    ours = [who.pk for who in people.values()]
    rows = Entrant.objects.select_related("attempt")
    inside = {one.contestant_id: one for one in rows.filter(sitting=row.id, contestant__in=ours)}
    asked = any(one.team for one in wanted)
    teams = {team.pk: team for team in Team.objects.filter(sitting=row.id)} if asked else {}
    return Crowd(people, inside, teams)


def _let_in(row: Row, plan: Plan, one: Wanted, crowd: Crowd, new: dict[int, Wanted]) -> Contestant:
    """Who it is; whoever is new is noted in `new`. Raises Denied."""
    known = seats.token_hash(one.token)
    who = crowd.people.get(known)
    if who is None:
        raise seats.strange(known)
    if who.contest_id != plan.contest:
        raise Denied("other_contest")
    entrant = crowd.inside.get(who.pk)
    if entrant is None:
        _check_door(row, plan)
    if one.team and one.team not in crowd.teams and (entrant is None or entrant.team_id is None):
        raise Denied("no_team")
    if entrant is None:
        new.setdefault(who.pk, one)
    elif one.team and entrant.team_id is None:
        entrant.team = crowd.teams[one.team]
        Entrant.objects.filter(pk=entrant.pk, team=None).update(team=entrant.team)
    return who


def _check_door(row: Row, plan: Plan) -> None:
    at = row.stage
    if at.state is State.DRAFT:
        raise Denied("not_open")
    if at.state is State.CLOSED:
        raise Denied("over")
    if not at.door or (at.slot >= 0 and plan.format.late_join == "no"):
        raise Denied("door_shut")


def _created(
    row: Row,
    plan: Plan,
    new: Mapping[int, Wanted],
    people: Mapping[int, Contestant],
    teams: Mapping[int, Team],
) -> dict[int, Entrant]:
    """New entrants, each with an attempt of the hall's paper, by contestant. Raises IntegrityError
    when another process was quicker with one of them or with a name."""
    names = _names(row, [people[pk].nickname for pk in new])
    with transaction.atomic():
        attempts = Attempt.objects.bulk_create(_attempts(row, plan, new, people))
        made = [
            Entrant(
                sitting_id=row.id,
                contestant=people[pk],
                attempt=attempt,
                name=name,
                team=teams[one.team] if one.team else None,
                came_in=_came_in(row),
                joined_at=one.now,
            )
            for (pk, one), attempt, name in zip(new.items(), attempts, names, strict=True)
        ]
        return {one.contestant_id: one for one in Entrant.objects.bulk_create(made)}


def _attempts(
    row: Row, plan: Plan, new: Mapping[int, Wanted], people: Mapping[int, Contestant]
) -> list[Attempt]:
    earlier = Attempt.objects.filter(round=plan.round, contestant__in=list(new))
    last = dict(earlier.values_list("contestant").annotate(last=Max("try_no")).order_by())
    return [
        Attempt(
            round_id=plan.round,
            contestant=people[pk],
            try_no=last.get(pk, -1) + 1,
            book=row.book,
            form=row.form,
            region_path=people[pk].region.path,
            cohort=people[pk].cohort_id,
            opened_at=one.now,
        )
        for pk, one in new.items()
    ]


def _names(row: Row, nicknames: Sequence[str]) -> list[str]:
    """A free name for each. Raises IntegrityError when one has too many namesakes."""
    here = Entrant.objects.filter(sitting=row.id)
    taken = set(here.filter(name__in=set(nicknames)).values_list("name", flat=True))
    again = {name for name in nicknames if name in taken or nicknames.count(name) > 1}
    numbered = [f"{name} {number}" for name in again for number in range(2, NAMESAKES)]
    taken |= set(here.filter(name__in=numbered).values_list("name", flat=True)) if again else set()
    names: list[str] = []
    for nickname in nicknames:
        tried = (nickname, *(f"{nickname} {number}" for number in range(2, NAMESAKES)))
        name = next((one for one in tried if one not in taken), None)
        if name is None:
            raise IntegrityError(nickname)
        taken.add(name)
        names.append(name)
    return names


def _came_in(row: Row) -> int:
    at = row.stage
    return max(0, at.slot if at.state is State.SHOWN else at.slot + 1)


def _seats(
    row: Row, crowd: Crowd, found: Sequence[Contestant | Denied], new: Collection[int]
) -> list[HallSeat | Denied]:
    """The seats, with what is on disk of whoever was here before."""
    back = [one.attempt_id for contestant, one in crowd.inside.items() if contestant not in new]
    given = tally.given(row.id, range(row.stage.of), back) if back else {}
    return [one if isinstance(one, Denied) else _seat(crowd.inside[one.pk], given) for one in found]


def _seat(entrant: Entrant, given: Mapping[int, Mapping[int, Given]]) -> HallSeat:
    attempt = entrant.attempt
    kept = {slot: hall_seat.kept(one) for slot, one in given.get(attempt.pk, {}).items()}
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


def host_by_session(cookies: bytes, region: str) -> str:
    """The name of the person who is signed in by these cookies of a handshake, and may host in this
    region. Raises Denied: signed_out, forbidden."""
    sent = parse_cookie(cookies.decode("latin-1"))
    request = HttpRequest()
    engine: Any = import_module(settings.SESSION_ENGINE)
    session = engine.SessionStore(sent.get(settings.SESSION_COOKIE_NAME))
    # One signed by the key before would get a new number, of which the browser hears nothing here.
    session.cycle_key = lambda: None
    request.session = session
    user = get_user(request)
    if not user.is_authenticated:
        raise Denied("signed_out")
    if not grants.may(user, "host", region):
        raise Denied("forbidden")
    return user.get_username()


def host_by_remote(row: Row, token: str) -> str:
    """A phone with the remote's token of this very sitting, while whoever made it may host there.
    Raises Denied `forbidden`."""
    if not row.remote_hash or not hmac.compare_digest(host.hashed(token), row.remote_hash):
        raise Denied("forbidden")
    check_remote(row.id, row.region)
    return "remote"


def check_remote(sitting: int, region: str) -> None:
    """Raises Denied `forbidden` unless the newest remote's maker may host in this region; one made
    at the machine itself has no maker, and stands."""
    lines = HostLine.objects.filter(sitting=sitting, do="remote").order_by("-version")
    maker = lines.values_list("who", flat=True).first()
    if maker == "":
        return
    user = User.objects.filter(username=maker).first()
    if user is None or not grants.may(user, "host", region):
        raise Denied("forbidden")
