"""Errands under a clock that is set back."""

import pytest
from django.contrib.auth.models import User

from questionbank import errands
from tests.questionbank.test_errands import ALL, LATER, NOON, chen

__all__ = ["chen"]
pytestmark = pytest.mark.django_db


def test_what_was_said_while_the_clock_was_far_ahead_holds_no_errand(chen: User) -> None:
    errands.put("x", 1, by=chen)
    assert errands.call(NOON, ALL)
    assert errands.call(NOON - LATER, ALL)
    assert errands.take(NOON, ALL)
    assert errands.take(NOON - errands.DEAD_MS, ALL) is None
    assert errands.take(NOON - LATER, ALL)
