"""Verbs about people: join a contest, be recognised, be forgotten."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from questionbank import reports
from quiz import appeals, entrants, names
from quiz.entrants import ERASED
from quiz.models import Cohort, Contest, Contestant, Handover, Region, Relocation
from quiz.refusals import Refused
from quiz.region_days import valid
from quiz.rules.names import contest_code
from quiz.rules.units import Millis

GUESTS = ("guest", "other")
MINORS = "youth"


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody says to join. `once` is chosen by the phone, so that a second sending of the
    same form finds the same contestant; empty = no second sending is expected."""

    nickname: str
    region: str
    cohort: str
    unit: str = ""
    under14: bool = False
    guardian: bool = False
    once: str = ""


def find_contest(typed: str) -> Contest:
    """The contest a code means, however it was typed. Raises Refused `no_such_contest`."""
    for code in contest_code(typed):
        contest = Contest.objects.select_related("region").filter(code__iexact=code).first()
        if contest is not None:
            return contest
    raise Refused("no_such_contest", "contest")


def join(contest: Contest, form: Form, now: Millis) -> tuple[Contestant, str]:
    """Enter somebody and return the token that proves it; it is stored as a hash only.

    Raises Refused naming the field to mend. Sent twice with one `once`, the first counts.
    """
    token = _token(contest, form.once)
    nickname, unit = _name("nickname", form.nickname), _name("unit", form.unit)
    region = region_of(contest, form.region, now)
    cohort = cohort_of(form.cohort, minor=form.under14, guardian=form.guardian)
    try:
        with transaction.atomic():
            made = Contestant.objects.create(
                contest=contest,
                nickname=nickname,
                region=region,
                cohort=cohort,
                unit=unit,
                guardian=form.under14 and form.guardian,
                token_hash=hashed(token),
                joined_at=now,
            )
    except IntegrityError:
        made = Contestant.objects.get(token_hash=hashed(token))
    return made, token


def _token(contest: Contest, once: str) -> str:
    """A new token; from `once` always the same, and as hard to guess as that."""
    if len(once) < 20:
        return secrets.token_urlsafe(24)
    label = f"join|{contest.pk}|{once}".encode()
    digest = hmac.digest(settings.SECRET_KEY.encode(), label, "sha256")
    return base64.urlsafe_b64encode(digest[:24]).decode()


def hashed(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _name(field: str, raw: str) -> str:
    name, fault = names.nickname(raw) if field == "nickname" else names.unit(raw)
    if fault:
        raise Refused(fault.value, field)
    return name


def region_of(contest: Contest, code: str, now: Millis) -> Region:
    """The region of somebody who says so now: a leaf below the contest's own, or one for guests.

    Raises Refused `bad_region` with those to choose from.
    """
    there = Region.objects.filter(valid(now))
    region = there.filter(pk=code).first() if code.isprintable() else None
    if region is not None and region.kind in GUESTS:
        return region
    home = contest.region
    inside = region is not None and f"{region.path}/".startswith(f"{home.path}/")
    below = there.filter(parent=region if inside else home)
    if region is None or not inside or below.exists():
        raise Refused("bad_region", "region", choices=sorted(below.values_list("pk", flat=True)))
    return region


def cohort_of(code: str, *, minor: bool, guardian: bool) -> Cohort:
    """The cohort somebody declares; a minor's is one, and needs a guardian's yes.

    Raises Refused: bad_cohort, guardian_needed.
    """
    cohort = Cohort.objects.filter(pk=code).first() if code.isprintable() else None
    if minor and (cohort is None or cohort.pk != MINORS):
        raise Refused("bad_cohort", "cohort", message=_("未满 14 周岁，请选择青少年。"))
    if cohort is None:
        raise Refused("bad_cohort", "cohort")
    if minor and not guardian:
        raise Refused("guardian_needed", "guardian")
    return cohort


def by_token(token: str) -> Contestant | None:
    """Whom a token belongs to."""
    if not 20 <= len(token) <= 100:
        return None
    people = Contestant.objects.select_related("contest", "region", "cohort")
    return people.filter(token_hash=hashed(token), erased_at=None).first()


def gave_up(token: str) -> bool:
    """Whether it was somebody's who goes on with another phone."""
    return Handover.objects.filter(token_hash=hashed(token)).exists()


def erase(contestant: Contestant, now: Millis) -> None:
    """Forget who somebody was: names, unit and token go, the answers stay and belong to nobody."""
    with transaction.atomic():
        Contestant.objects.filter(pk=contestant.pk, erased_at=None).update(
            nickname=ERASED, unit="", guardian=False, token_hash=None, erased_at=now
        )
        reports.forget(contestant.pk)
        appeals.forget(contestant.pk)
        entrants.forget([contestant.pk])
        Relocation.objects.filter(contestant=contestant.pk).delete()
        Handover.objects.filter(contestant=contestant.pk).delete()
