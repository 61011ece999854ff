"""Verbs of API tokens: 256 random bits, kept as a hash, ended by their day or by hand."""

import hashlib
import secrets
from datetime import date, timedelta

from django.contrib.auth.models import User

from questionbank.models import ApiToken

# A leaked token is found by its first letters wherever it was pasted.
PREFIX = "qb_"
MOST_DAYS = 366


def issue(user: User, name: str, *, today: date, days: int = 90) -> str:
    """A new secret for `user`; the same name again ends the older one. Shown once, never stored.

    Raises ValueError for a life of less than a day or more than a year.
    """
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"a token lives 1 to {MOST_DAYS} days, not {days}")
    secret = PREFIX + secrets.token_urlsafe(32)
    values = {"digest": _digest(secret), "expires_on": today + timedelta(days=days)}
    ApiToken.objects.update_or_create(user=user, name=name[:60], defaults=values)
    return secret


def owner(secret: str, *, today: date) -> User | None:
    """Whom the secret stands for; None when it is unknown, over, or its owner is inactive."""
    if not secret.startswith(PREFIX):
        return None
    rows = ApiToken.objects.filter(digest=_digest(secret), expires_on__gte=today)
    token = rows.select_related("user").filter(user__is_active=True).first()
    return token.user if token else None


def revoke(user: User, name: str) -> bool:
    """End a token. Return whether there was one."""
    deleted, _by_model = ApiToken.objects.filter(user=user, name=name).delete()
    return bool(deleted)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
