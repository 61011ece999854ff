"""What happens in the bank while questions are compared, for which no transaction is kept open."""

from collections.abc import Callable

import pytest
from django.db import connection

from questionbank import desk, duplicates, pairs
from questionbank.desk import Wanted
from questionbank.models import Likeness, Suspect, Verdict
from questionbank.nearby import Nearby
from questionbank.rules.alike import Likeness as Plain
from tests.questionbank.test_duplicates import editor, like, searched, stored

OTHER = like(stem="水的化学式写成什么样子才是对的")


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Have something done once, while the first question is compared."""

    def at(done: Callable[[], object]) -> None:
        near = Nearby.near

        def late(bank: Nearby, likeness: Plain) -> dict[int, int]:
            monkeypatch.setattr(Nearby, "near", near)
            done()
            return near(bank, likeness)

        monkeypatch.setattr(Nearby, "near", late)

    return at


@pytest.mark.django_db(transaction=True)
def test_answers_do_not_wait_while_questions_are_compared(
    meanwhile: Callable[[Callable[[], object]], None],
) -> None:
    stored()
    stored(like(key=(1,)))
    held: list[bool] = []
    meanwhile(lambda: held.append(connection.in_atomic_block))
    assert len(searched()) == 1
    assert held == [False]


@pytest.mark.django_db
def test_a_question_whose_words_were_changed_meanwhile_is_searched_anew(
    meanwhile: Callable[[Callable[[], object]], None],
) -> None:
    one, other = stored(), stored(like(key=(1,)))
    meanwhile(lambda: desk.revise(one.pk, Wanted(OTHER), by=None, revision=one.revision))
    duplicates.search_on()
    assert not Suspect.objects.exists()
    assert Likeness.objects.get(searched=False).question == one
    assert Likeness.objects.get(searched=True).question == other
    assert duplicates.search_on().complete


@pytest.mark.django_db
def test_a_pair_that_was_judged_meanwhile_does_not_wait_again(
    meanwhile: Callable[[Callable[[], object]], None],
) -> None:
    one, other, chen = stored(), stored(like(key=(1,))), editor("chen")
    meanwhile(lambda: pairs.judge(one, other, Verdict.DIFFERENT, by=chen))
    assert searched() == []


@pytest.mark.django_db
def test_a_question_that_was_deleted_meanwhile_is_in_no_pair(
    meanwhile: Callable[[Callable[[], object]], None],
) -> None:
    one, _other = stored(), stored(like(key=(1,)))
    meanwhile(lambda: desk.drop(one.pk))
    assert searched() == []
