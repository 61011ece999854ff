"""An award as a published result: it rests on its round's, and changes with nothing but its own
correction."""

import json
from typing import Any

import pytest

from leaderboard.models import BoardDefinition, Publication, PublishedResult
from leaderboard.models.results import State
from leaderboard.publish import archived, official, publishing, resting, working
from leaderboard.publish.publishing import People
from leaderboard.rules import canonical
from quiz.models import Attempt, Entry, EntryKind
from quiz.rules.units import Millis
from tests.leaderboard.publish import award_cast, cast, season_cast
from tests.leaderboard.publish.cast import LATER, Scene

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _least(settings: Any) -> None:
    settings.BOARD_LEAST_PEOPLE = 10


@pytest.fixture
def scene(played: Scene) -> Scene:
    award_cast.award(played)
    award_cast.mixed(played)
    return played


def refused(scene: Scene) -> str:
    with pytest.raises(publishing.Refusal) as found:
        award_cast.begin(scene, "原因")
    assert found.value.words
    return found.value.code


def test_an_award_names_what_it_rests_on_and_where_the_journal_stood(scene: Scene) -> None:
    base = scene.published()
    body = json.loads(award_cast.published(scene).body)
    assert body["rests_on"][0]["sha256"] == base.sha256
    assert body["journal"] == [{"round": "demo", **json.loads(base.body)["journal"]}]
    assert body["subject"]["weights"] == {"reach": 40, "balance": 25, "mean": 20, "activity": 15}
    assert (body["number"], body["previous"]) == (2, base.sha256)
    assert canonical.encode(body) == PublishedResult.objects.get(number=2).body.encode()


def test_regions_rank_by_points_that_are_the_sum_of_their_parts(scene: Scene) -> None:
    scene.published()
    rows = json.loads(award_cast.published(scene).body)["regions"]
    ranked = [row for row in rows if row["rank"] is not None]
    assert [row["rank"] for row in ranked] == [1, 2, 3]
    assert all(row["score_x100"] == sum(row["gains"]) for row in ranked)
    few = next(row for row in rows if row["few"])
    assert few["people"] is None
    assert "cohorts" not in few


def test_a_cohort_of_few_people_stays_hidden(scene: Scene) -> None:
    scene.published()
    body = json.loads(award_cast.published(scene).body)
    counts = [n for row in body["regions"] for n in row.get("cohorts", ())]
    assert all(n == 0 or n >= 10 for n in counts)
    assert any(row.get("unstated") for row in body["regions"])


def test_the_chain_with_an_award_in_it_holds(scene: Scene) -> None:
    scene.published()
    award_cast.published(scene)
    award_cast.annul(scene, 2)
    scene.published("更正")
    award_cast.published(scene, "所依据的成绩已更正")
    results = PublishedResult.objects.order_by("number")
    assert [line for result in results for line in archived.faults(result)] == []
    assert [result.number for result in results] == [1, 2, 3, 4]


def test_without_its_round_s_result_an_award_is_not_begun(scene: Scene) -> None:
    assert refused(scene) == "no_base"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"formula": "mean"}, "not_award"),
        ({"starts_at": 1}, "window"),
        ({"ends_at": LATER}, "window"),
        ({"rounds": ["none"]}, "several"),
    ],
)
def test_what_no_result_can_be_made_of_is_told(
    scene: Scene, change: dict[str, Any], code: str
) -> None:
    scene.published()
    BoardDefinition.objects.update(**change)
    assert refused(scene) == code


def test_an_award_does_not_correct_a_board_of_another_kind(scene: Scene) -> None:
    """Somebody took the award's board away and made a season of that code."""
    scene.published()
    season_cast.second(scene).published()
    award_cast.published(scene)
    BoardDefinition.objects.update(who="persons", formula="standing", rounds=["demo", "demo2"])
    assert refused(scene) == "kind"


@pytest.mark.parametrize(
    "change",
    [
        {"region_id": "440100", "title_zh": "广州市优秀组织奖"},
        {"who": "cities"},
        {"rounds": ["demo2"]},
    ],
)
def test_an_award_of_others_or_of_another_round_corrects_nothing(
    scene: Scene, change: dict[str, Any]
) -> None:
    scene.published()
    season_cast.second(scene).published()
    award_cast.published(scene)
    BoardDefinition.objects.update(**change)
    assert refused(scene) == "kind"


def test_what_became_another_board_while_it_was_counted_is_not_published(scene: Scene) -> None:
    scene.published()
    award_cast.published(scene)
    row = award_cast.begin(scene, "更正")
    BoardDefinition.objects.update(region_id="440100")
    with pytest.raises(resting.Unfit):
        working.work(row, lambda: LATER)


def test_a_board_that_is_gone_is_told(scene: Scene) -> None:
    scene.published()
    BoardDefinition.objects.all().delete()
    assert refused(scene) == "gone"


def test_a_change_after_the_round_s_result_keeps_the_award_back(scene: Scene) -> None:
    scene.published()
    award_cast.annul(scene, 2)
    row = award_cast.counted(award_cast.begin(scene))
    assert row.state == State.REFUSED
    assert "base_old" in {fault["code"] for fault in row.faults}


def test_a_board_that_counts_otherwise_than_the_journal_keeps_the_award_back(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.published()
    row = award_cast.begin(scene)
    # As if the region of a paper were another one than when the round was counted.
    paper = Attempt.objects.get(contestant=scene.people[0])
    Attempt.objects.filter(pk=paper.pk).update(cohort="farmers")
    assert award_cast.counted(row).state == State.REFUSED
    assert {fault["code"] for fault in row.faults} == {"script"}


@pytest.mark.parametrize("what", ["weights", "correction", "annulment", "gone"])
def test_what_changed_since_it_was_counted_is_not_published(scene: Scene, what: str) -> None:
    scene.published()
    row = award_cast.counted(award_cast.begin(scene))
    board = BoardDefinition.objects.get()
    if what == "weights":
        board.weights = {"reach": 100, "balance": 0, "mean": 0, "activity": 0}
        board.save()
    elif what == "correction":
        scene.published("更正")
    elif what == "annulment":
        award_cast.annul(scene, 2)
    else:
        board.delete()
    with pytest.raises(publishing.Refusal) as found:
        publishing.publish_as(row, People("lin", "chen"), LATER)
    assert found.value.code == "stale"


def test_a_correction_says_which_regions_moved(scene: Scene) -> None:
    scene.published()
    award_cast.published(scene)
    for who in range(5):
        award_cast.annul(scene, who)
    scene.published("更正")
    body = json.loads(award_cast.published(scene, "所依据的成绩已更正").body)
    assert body["corrects"]["number"] == 2
    assert award_cast.FIRST in {row["path"] for row in body["difference"]["regions"]}


def test_an_award_makes_no_round_official(scene: Scene) -> None:
    base = scene.published()
    award_cast.published(scene)
    official.refresh(LATER)
    found = official.of(scene.round.pk)
    assert found is not None
    assert found.number == base.number
    assert publishing.begin(scene.round, by=None, reason="x", now=LATER).corrects == base


def test_days_after_the_first_count_where_somebody_played(scene: Scene) -> None:
    """The round is over three days; one paper of a county came in on the second."""
    scene.round.closes_at = scene.round.opens_at + 2 * 86_400_000
    scene.round.save()
    late = Millis(LATER + 2 * 86_400_000)
    paper = Attempt.objects.get(contestant=scene.people[0])
    at = scene.round.opens_at + 86_400_000
    Entry.objects.filter(attempt=paper, kind=EntryKind.CLOSED).update(received_at=at)
    cast.looked(scene.round, late)
    row = publishing.begin(scene.round, by=None, reason="", now=late)
    row = _worked(row, late)
    publishing.publish_as(row, People("lin", "chen"), late)
    made = _worked(award_cast.begin(scene), late)
    assert made.faults == []
    rows = {one["path"]: one for one in made.body["regions"]}
    assert rows[award_cast.FIRST]["active"] == 2
    assert len(made.body["days"]) - 1 in (2, 3)


def _worked(row: Publication, now: Millis) -> Publication:
    working.work(row, lambda: now)
    row.refresh_from_db()
    return row
