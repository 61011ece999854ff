"""Whether a result is still what its round's journal says is asked without counting it again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leaderboard.models import Publication, PublishedResult
from leaderboard.publish import since, standing
from quiz import swept
from quiz.models import Attempt, Round
from quiz.rules.units import Millis
from quiz.swept import Mark
from tests.leaderboard.publish.cast import LATER, Scene, two
from tests.leaderboard.publish.test_correcting import annul
from tests.quiz import query_plans

pytestmark = pytest.mark.slow


def counted_again(round_: Round, before: dict[str, object], now: Millis) -> tuple[bool, bool]:
    """Whether it has moved, and whether all endings of the round were counted for that."""
    with CaptureQueriesContext(connection) as seen:
        found = standing.moved(round_, before, now)
    return found, any('MAX("quiz_entry"' in one["sql"] for one in seen.captured_queries)


def test_only_where_something_may_have_come_a_round_is_counted_again(played: Scene) -> None:
    played.published()
    round_, before = Round.objects.get(pk=played.round.pk), Publication.objects.get().stand
    assert counted_again(round_, before, LATER) == (False, True)  # nobody has swept yet
    whole = Millis((round_.closes_at or 0) + 2 * swept.LATE_MS)
    now = Millis(max(whole, LATER))
    swept.keep(round_.pk, Mark(whole), now)
    assert counted_again(round_, before, now) == (False, False)
    older = {name: value for name, value in before.items() if name != "steps"}
    assert counted_again(round_, older, now) == (False, True)
    annul([Attempt.objects.filter(round=round_).values_list("pk", flat=True)[0]], two()[0])
    assert counted_again(round_, before, now) == (True, True)


def test_steps_of_annulments_are_found_without_reading_all_entries_or_papers(
    played: Scene,
) -> None:
    played.published()
    round_ = Round.objects.get(pk=played.round.pk)
    root = round_.contest.region.path
    annul(list(Attempt.objects.filter(round=round_).values_list("pk", flat=True)[:2]), two()[0])
    with query_plans.asked('"quiz_entry"."kind" = 5') as plans:
        assert standing.voided(round_.pk, root).count() == 2
        assert standing.voided(round_.pk, "440000/440300").count() == 0
        assert since.of(PublishedResult.objects.get()).papers == 2
    assert len(plans) == 3
    for plan in plans:
        assert "USING COVERING INDEX entries_voided (kind=?)" in plan, plan
        assert "SEARCH U0 USING INTEGER PRIMARY KEY (rowid=?)" in plan, plan
