"""Tokens of the feed: how long they live, where they reach, whose right they rest on."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from leaderboard import feed_tokens
from leaderboard.models import FeedToken
from questionbank import grants
from quiz.rules.units import Millis
from tests.fakes import MORNING

DAY_MS = 86_400_000


@pytest.fixture
def lin(db: None) -> User:
    user = User.objects.create_user("lin")
    grants.give(user, "organiser", "44", by=None)
    return user


def make(user: User, name: str = "省台", scope: str = "44", *, days: int = 7) -> str:
    return feed_tokens.make(user, name, scope, now=MORNING, days=days)


def test_a_token_is_kept_as_a_hash_and_ends_by_its_day(lin: User) -> None:
    secret = make(lin)
    token = FeedToken.objects.get()
    assert secret not in str(token.__dict__)
    assert feed_tokens.holder(secret, Millis(MORNING + 7 * DAY_MS - 1)) == token
    assert feed_tokens.holder(secret, Millis(MORNING + 7 * DAY_MS)) is None
    assert feed_tokens.holder(secret + "x", MORNING) is None
    assert feed_tokens.holder("", MORNING) is None


def test_a_revoked_token_opens_nothing(lin: User) -> None:
    secret = make(lin)
    token = FeedToken.objects.get()
    assert feed_tokens.revoke(token, MORNING)
    assert not feed_tokens.revoke(token, MORNING)
    assert feed_tokens.holder(secret, MORNING) is None
    assert feed_tokens.ended([token.pk, 99], MORNING) == {token.pk, 99}


def revoke(user: User) -> None:
    grants.revoke(user, "organiser", "44")


def move(user: User) -> None:
    revoke(user)
    grants.give(user, "organiser", "44/4403", by=None)


def deactivate(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def delete(user: User) -> None:
    user.delete()


@pytest.mark.parametrize("end", [revoke, move, deactivate, delete])
def test_a_token_ends_with_the_right_of_whoever_made_it(
    lin: User, end: Callable[[User], None]
) -> None:
    other = User.objects.create_user("other")
    grants.give(other, "organiser", "44", by=None)
    lost, kept = make(lin, scope="44/4401"), make(other, "other's", scope="44/4401")
    of_lost, of_kept = FeedToken.objects.order_by("pk")
    assert feed_tokens.holder(lost, MORNING) == of_lost
    end(lin)
    assert feed_tokens.holder(lost, MORNING) is None
    assert feed_tokens.holder(kept, MORNING) == of_kept
    assert feed_tokens.ended([of_lost.pk, of_kept.pk], MORNING) == {of_lost.pk}


def test_a_token_reaches_its_region_and_below(lin: User) -> None:
    make(lin, scope="44/4401")
    token = FeedToken.objects.get()
    reached = [
        path
        for path in ("44", "44/4401", "44/44010", "44/4401/440106")
        if feed_tokens.covers(token, path)
    ]
    assert reached == ["44/4401", "44/4401/440106"]


@pytest.mark.parametrize(
    ("name", "days"), [("", 7), (" ", 7), ("x" * 61, 7), ("a\0b", 7), ("a\u202eb", 7), ("a", 8)]
)
def test_a_token_without_a_name_or_a_day_is_refused(lin: User, name: str, days: int) -> None:
    with pytest.raises(feed_tokens.Refused):
        make(lin, name, days=days)


def test_names_of_living_tokens_are_told_apart_and_a_region_has_only_so_many(lin: User) -> None:
    make(lin)
    with pytest.raises(feed_tokens.Refused):
        make(lin)
    make(lin, scope="44/4401")
    for n in range(feed_tokens.MOST - 1):
        make(lin, f"{n}")
    with pytest.raises(feed_tokens.Refused):
        make(lin, "one more")
