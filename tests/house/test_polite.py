"""Commands that leave the processor to others may be called by tests, too."""

import os

import pytest
from django.core.management import call_command


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["count_statistics", "raise_due_flags"])
def test_a_polite_command_leaves_the_tests_after_it_their_rank(command: str) -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)
    call_command(command)
    assert os.getpriority(os.PRIO_PROCESS, 0) == before
