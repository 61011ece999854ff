"""What is wrong after the publication is told by a new result; the old one stays as it was."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from msgspec import structs

from leaderboard import freezing
from leaderboard.models import Publication, PublishedResult
from leaderboard.models.results import State
from leaderboard.publish import archived, official, publishing, working
from leaderboard.publish.publishing import People, Refusal
from leaderboard.publish.script import checks
from questionbank import rulings as bank
from questionbank.models import QuestionVersion
from quiz import annulling, keys, rulings
from quiz import plan as plans
from quiz.annulling import Why
from quiz.models import Attempt, Entry, Flag, FlagRule
from quiz.models.annulment import Reason
from tests.leaderboard.publish.cast import LATER, Scene, two
from tests.leaderboard.publish.test_publishing import stored

pytestmark = pytest.mark.slow

NOW = datetime(2026, 9, 19, 1, tzinfo=UTC)


def ruled(played: Scene, kind: str, those: list[list[int]]) -> int:
    """A ruling on a single-choice question that many were asked; its number."""
    version = next(v for v, asked in played.plan.questions.items() if asked.kind == "single")
    row = bank.propose(
        QuestionVersion.objects.get(pk=version), kind, those, note=("更正", ""), by=two()[0]
    )
    confirmed = bank.confirm(row.pk, by=two()[1], at=NOW)
    keys.refresh()
    return confirmed.number or 0


def mark_again(played: Scene, number: int) -> None:
    """What rulings.apply stores; its own transactions do not fit into a test's."""
    for version, _round, code in rulings._about(keys.held(), number):
        plan = plans.load(code)
        rows = rulings._those(rulings._waiting(plan, version, number), number)
        for record in rulings._records(plan, rows, keys.held(), number):
            fields = structs.asdict(record)
            Entry.objects.create(attempt_id=fields.pop("attempt"), stored_at=LATER, **fields)


def annul(attempts: list[int], by: User) -> None:
    steps = annulling.next_steps(attempts, annuls=True)
    annulling.annul(steps, Why(Reason.choices[0][0], "核实"), by, LATER)


def everything_holds(tmp_path: Path) -> None:
    for result in PublishedResult.objects.order_by("number"):
        assert list(archived.faults(result)) == []
        assert list(checks.check(stored(result, tmp_path))) == []


@pytest.mark.parametrize(
    ("kind", "those"),
    [("new_key", [[1]]), ("void_all", []), ("void_none", []), ("accept", [[1], [2]])],
)
def test_a_wrong_key_found_afterwards_is_a_new_result(
    played: Scene, tmp_path: Path, kind: str, those: list[list[int]]
) -> None:
    old = played.published()
    number = ruled(played, kind, those)
    assert played.publication("答案有误").state == State.REFUSED
    Publication.objects.filter(state=State.REFUSED).update(state=State.DROPPED)
    mark_again(played, number)
    new = played.published("答案有误")
    body = json.loads(new.body)
    assert body["corrects"] == {"number": 1, "sha256": old.sha256, "reason": "答案有误"}
    assert body["previous"] == old.sha256
    assert body["rulings"][0]["kind"] == kind
    assert body["difference"]["changed"] > 0
    assert PublishedResult.objects.get(pk=old.pk).body == old.body
    everything_holds(tmp_path)


def test_an_annulled_champion_is_gone_from_the_correction_and_stays_in_the_old_one(
    played: Scene, tmp_path: Path
) -> None:
    old = played.published()
    champion = played.people[10]
    annul(list(Attempt.objects.filter(contestant=champion).values_list("pk", flat=True)), two()[0])
    new = played.published("代答，作废")
    before, after = json.loads(old.body), json.loads(new.body)
    assert (before["people"], after["people"]) == (60, 59)
    assert (before["annulled"], after["annulled"]) == (0, 1)
    assert after["difference"]["gone"] == 1
    everything_holds(tmp_path)


def test_an_open_flag_keeps_a_round_from_being_published(played: Scene) -> None:
    row = played.publication()
    attempt = Attempt.objects.order_by("pk")[0]
    Flag.objects.create(attempt=attempt, rule=FlagRule.values[0], evidence={}, raised_at=LATER)
    with pytest.raises(Refusal) as refused:
        publishing.publish_as(row, People("lin", "chen"), LATER)
    assert refused.value.code == "stale"
    publishing.drop(row)
    again = played.publication()
    assert [fault["code"] for fault in again.faults] == ["flags"]


def test_what_changed_between_counting_and_publishing_is_counted_again(played: Scene) -> None:
    row = played.publication()
    annul([Attempt.objects.order_by("pk")[0].pk], two()[0])
    with pytest.raises(Refusal) as refused:
        publishing.publish_as(row, People("lin", "chen"), LATER)
    assert refused.value.code == "stale"


def test_boards_know_what_is_official_without_a_query(
    played: Scene, django_assert_num_queries: object
) -> None:
    official.refresh(LATER)
    assert official.of(played.round.pk) is None
    result = played.published()
    official.settle(LATER)
    assert official.of(played.round.pk) is None
    official.refresh(LATER)
    with django_assert_num_queries(0):  # type: ignore[operator]
        found = official.of(played.round.pk)
    assert found is not None
    assert (found.contest, found.number, found.corrects) == ("2026", 1, False)
    assert found.covers(result.version)
    assert not found.covers(result.version + 1)


def test_publishing_lifts_the_freeze(played: Scene) -> None:
    freezing.freeze(played.round, LATER, by=None, now=LATER)
    played.published()
    assert freezing.current(played.round) is None


def test_a_counting_that_broke_off_begins_anew(played: Scene, tmp_path: Path) -> None:
    row = played.publication()
    Publication.objects.filter(pk=row.pk).update(state=State.WORKING)
    row.refresh_from_db()
    working.work(row, lambda: LATER)
    row.refresh_from_db()
    assert row.state == State.READY
    publishing.publish_as(row, People("lin", "chen"), LATER)
    everything_holds(tmp_path)
