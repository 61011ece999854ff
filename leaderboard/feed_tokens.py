"""Verbs of the feed's tokens: 256 random bits, kept as a hash, ended by their day, by hand, or with
the right of whoever made them."""

import hashlib
import secrets
from collections.abc import Iterable
from typing import Final

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from leaderboard.models import FeedToken
from leaderboard.public.days import day_of
from questionbank import grants
from questionbank.rules import roles
from quiz.rules.units import Millis

# A leaked token is found by its first letters wherever it was pasted.
PREFIX: Final = "feed_"
DAY_MS: Final = 86_400_000
DAYS: Final = (1, 7, 30, 90)
LONGEST_NAME: Final = 60
# More than a region's people can tell apart.
MOST: Final = 20


class Refused(ValueError):
    """The words say why, in the language of the moment."""


def make(user: User, name: str, scope: str, *, now: Millis, days: int) -> str:
    """A new secret for the boards of a region. Shown once, never stored.

    Raises Refused for a name that is none or taken, for a life that is not one of DAYS, and when
    the region has MOST living tokens.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused(_("用途为 1 至 60 字。"))
    if days not in DAYS:
        raise Refused(_("请选择有效期。"))
    there = living(now).filter(scope=scope)
    if there.filter(name=name).exists():
        raise Refused(_("这个地区已有同名的令牌，请换一个名字，或先撤销它。"))
    if there.count() >= MOST:
        raise Refused(_("一个地区最多 %d 个令牌，请先撤销不用的。") % MOST)
    secret = PREFIX + secrets.token_urlsafe(32)
    FeedToken.objects.create(
        name=name,
        scope=scope,
        digest=_digest(secret),
        made_by=user,
        made_at=now,
        expires_at=now + days * DAY_MS,
    )
    return secret


def holder(secret: str, now: Millis) -> FeedToken | None:
    """The living token of this secret, if it stands. The first use of a day is kept."""
    if not secret.startswith(PREFIX):
        return None
    token = living(now).filter(digest=_digest(secret)).select_related("made_by").first()
    if token is None or not stands(token):
        return None
    if token.used_on != day_of(now):
        FeedToken.objects.filter(pk=token.pk).update(used_on=day_of(now))
    return token


def revoke(token: FeedToken, now: Millis) -> bool:
    """End it; the first moment stays. Returns whether it lived."""
    rows = FeedToken.objects.filter(pk=token.pk, revoked_at=None)
    return bool(rows.update(revoked_at=now))


def living(now: Millis) -> QuerySet[FeedToken]:
    return FeedToken.objects.filter(revoked_at=None, expires_at__gt=now)


def stands(token: FeedToken) -> bool:
    """Whether whoever made it may still make it."""
    return token.made_by is not None and grants.may(token.made_by, "organise", token.scope)


def ended(tokens: Iterable[int], now: Millis) -> set[int]:
    """Those of the tokens that live no more, or do not stand."""
    asked = set(tokens)
    found = living(now).filter(pk__in=asked).select_related("made_by")
    return asked - {token.pk for token in found if stands(token)}


def covers(token: FeedToken, path: str) -> bool:
    """Whether the boards of that region may be heard with it."""
    return roles.covers(token.scope, path)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
