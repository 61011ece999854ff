"""Annulling from the desk while its person is still answering a paper."""

import pytest
from django.test import Client

from leaderboard import projector as projectors
from leaderboard.rules.scopes import Scope
from quiz.journal import sql
from quiz.journal.record import Record
from quiz.models import Attempt, Entry, EntryKind
from tests.leaderboard.test_annul_pages import act, contest, lin, live, looked, racer, text, voids
from tests.quiz.test_flagging import HUMAN, LATER, people, play

__all__ = ["contest", "lin", "live", "racer"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_all_of_a_person_holds_for_the_paper_that_is_open_too(lin: Client, racer: Attempt) -> None:
    still = play(people()[1], HUMAN)
    Entry.objects.filter(attempt=still, kind=EntryKind.CLOSED).delete()
    page = text(lin.get(f"/desk/attempts/{racer.pk}/"))
    assert "此人本轮全部 2 份（其中 1 份在答）" in page
    answer = act(lin, racer, whole="round")
    assert "影响：1 份答卷" in text(answer)
    assert "另有 1 份还在作答：本人可以答完，一交卷即随之作废，不会上榜。" in text(answer)
    seen = str(answer.context["sent"].seen)  # type: ignore[attr-defined]
    act(lin, racer, whole="round", go="do", seen=seen)
    said = text(lin.get(f"/desk/attempts/{still.pk}/"))
    assert "已作废 1 份答卷。1 份答卷还在作答，交卷时随即作废。" in said
    assert "未交卷，交卷即作废" in said
    assert voids() == [(racer.pk, 1)]
    sql.commit([Record(still.pk, 8, 3, 0, "", 0, 0, LATER)], LATER)
    assert voids() == [(racer.pk, 1), (still.pk, 1)]
    assert persons() == [people()[0].pk]


def test_what_would_not_change_is_not_counted(lin: Client, racer: Attempt) -> None:
    """One of three is annulled already: the others are two."""
    first, _second = (play(people()[1], HUMAN) for _again in range(2))
    act(lin, first, go="do", seen=looked(lin, first))
    assert "此人本轮全部 2 份" in text(lin.get(f"/desk/attempts/{racer.pk}/"))


def test_an_open_paper_is_annulled_and_restored_before_its_closing(
    lin: Client, racer: Attempt
) -> None:
    Entry.objects.filter(attempt=racer, kind=EntryKind.CLOSED).delete()
    assert "作废在交卷的一刻生效" in text(lin.get(f"/desk/attempts/{racer.pk}/"))
    act(lin, racer, go="do", seen=looked(lin, racer))
    answer = act(lin, racer, reason="mistake")
    assert "另有 1 份还在作答：恢复后，交卷时照常计入。" in text(answer)
    assert "不影响任何榜单" not in text(answer)
    seen = str(answer.context["sent"].seen)  # type: ignore[attr-defined]
    act(lin, racer, reason="mistake", go="do", seen=seen)
    said = text(lin.get(f"/desk/attempts/{racer.pk}/"))
    assert "1 份答卷还在作答，交卷时照常计入。" in said
    sql.commit([Record(racer.pk, 8, 3, 0, "", 0, 0, LATER)], LATER)
    assert voids() == [(racer.pk, 1), (racer.pk, 2)]


def persons() -> list[int]:
    """Who stands on the province's board, the best first."""
    followed = projectors.projector
    followed.catch_up(LATER)
    (ranked,) = followed.catalogue.rounds.values()
    rows = followed.store(ranked).page(Scope(ranked.root), 0, 10).rows
    return [row.contestant for row in rows]
