"""Verbs of API tokens: 256 random bits, kept as a hash, ended by their day or by hand."""

import hashlib
import secrets
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from questionbank.messages import Fault, Refused
from questionbank.models import ApiToken

# A leaked token is found by its first letters wherever it was pasted.
PREFIX = "qb_"
MOST_DAYS = 366
LONGEST_NAME = 60
# More than a person can tell apart.
MOST_TOKENS = 20


def issue(user: User, name: str, *, today: date, days: int = 90) -> str:
    """A new secret for `user`; the same name again ends the older one. Shown once, never stored.

    Raises ValueError for a life of less than a day or more than a year.
    """
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"a token lives 1 to {MOST_DAYS} days, not {days}")
    secret = PREFIX + secrets.token_urlsafe(32)
    ends = today + timedelta(days=days)
    values = {"digest": _digest(secret), "expires_on": ends, "used_on": None}
    ApiToken.objects.update_or_create(user=user, name=name[:LONGEST_NAME], defaults=values)
    return secret


def owner(secret: str, *, today: date) -> User | None:
    """Whom the secret stands for; None when it is unknown, over, or its owner is inactive.

    The first use of a day is kept: one write, not one for each request.
    """
    if not secret.startswith(PREFIX):
        return None
    rows = ApiToken.objects.filter(digest=_digest(secret), expires_on__gte=today)
    token = rows.select_related("user").filter(user__is_active=True).first()
    if token is None:
        return None
    if token.used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(used_on=today)
    return token.user


def make(user: User, name: str, *, today: date, days: int) -> str:
    """A new secret under a name that no living token of this user has. Shown once, never stored.

    Raises Refused, naming the field, for a name that is none or taken, and for too many days.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise _refused("name", _("用途为 1 至 60 字"))
    if not 1 <= days <= MOST_DAYS:
        raise _refused("days", _("有效期为 1 至 %d 天") % MOST_DAYS)
    mine = ApiToken.objects.filter(user=user, expires_on__gte=today)
    if mine.filter(name=name).exists():
        raise _refused("name", _("已有同名的令牌，请换一个名字，或先撤销它"))
    if mine.count() >= MOST_TOKENS:
        raise _refused("", _("最多 %d 个令牌，请先撤销不用的") % MOST_TOKENS)
    return issue(user, name, today=today, days=days)


def _refused(field: str, why: str) -> Refused:
    return Refused([Fault("", "", field, why)])


def revoke(user: User, name: str) -> bool:
    """End a token. Return whether there was one."""
    deleted, _models = ApiToken.objects.filter(user=user, name=name).delete()
    return bool(deleted)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
