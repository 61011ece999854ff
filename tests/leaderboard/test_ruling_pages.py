"""The page of rulings: two people, an effect that is seen first, marking that goes on."""

import re
from collections.abc import Iterator
from typing import NoReturn

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leaderboard import effect
from leaderboard import projector as projectors
from leaderboard.catalogue import RankedRound
from leaderboard.projector import Projector
from leaderboard.store import StoreAway
from leaderboard.store_memory import MemoryShelf
from questionbank import grants, reports
from questionbank.models import Question, QuestionVersion, Ruling
from quiz import keys, plan
from quiz.models import Entry, EntryKind
from quiz.plan import Plan
from quiz.rules.formats import Format
from tests.fakes import FakeClock
from tests.leaderboard.test_effect import asked, crowd
from tests.quiz import world

pytestmark = pytest.mark.django_db(transaction=True)
VOID = {"what": "void_all", "note_zh": "作废", "go": "propose", "seen": "void_all"}
FORM = Format(questions=5, blueprint={"single": 5}, books=1, tries_per_day=30)


@pytest.fixture(autouse=True)
def demo(fake_clock: FakeClock) -> Iterator[Plan]:
    keys.refresh()
    world.make_bank(kinds=["single"])
    world.make_round(FORM, world.make_contest())
    yield plan.load("demo")
    Ruling.objects.all().delete()
    keys.refresh()


@pytest.fixture(autouse=True)
def boards(monkeypatch: pytest.MonkeyPatch) -> Projector:
    """This test's own: the effect is asked of the live ones."""
    made = Projector(MemoryShelf())
    monkeypatch.setattr(projectors, "projector", made)
    return made


def client_of(name: str, role: str = "approver", scope: str = "440000") -> Client:
    user = User.objects.create_user(name)
    grants.give(user, role, scope, by=None)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def lin() -> Client:
    return client_of("lin")


@pytest.fixture
def chen() -> Client:
    return client_of("chen")


def question(demo: Plan) -> Question:
    crowd(demo, 20)
    return QuestionVersion.objects.get(pk=asked(demo)).question


def preview(lin: Client, of: Question) -> str:
    page = lin.get("/bank/rulings/", {"ref": of.ref})["Location"]
    sent = {"what": "keys", "key": "B", "go": "preview"}
    return lin.post(page, sent).content.decode()


def figures(page: str) -> list[str]:
    (_before, *told) = page.split('<dl class="figures">')
    values = re.findall(r"<dd>(.*?)</dd>", "".join(told).partition("</dl>")[0], re.DOTALL)
    return [re.sub(r"\W+", "", one) for one in values]


@pytest.mark.slow
def test_the_effect_is_told_in_figures_of_the_live_boards(demo: Plan, lin: Client) -> None:
    wrong = question(demo)
    page = preview(lin, wrong)
    assert wrong.approved
    (told,) = effect.effects(projectors.projector, wrong.approved.pk, "new_key", [[1]])
    assert told.papers > 0
    assert figures(page) == [str(n) for n in (told.papers, told.up, told.down, told.moved)]


@pytest.mark.slow
def test_what_cannot_be_told_is_said(
    demo: Plan, lin: Client, boards: Projector, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = question(demo)
    monkeypatch.setattr(effect, "MOST_PAPERS", 1)
    page = preview(lin, wrong)
    assert "含此题的已交答卷超过 1 份，不逐份预览" in page
    assert (figures(page), 'value="propose"' in page) == ([], True)
    monkeypatch.setattr(effect, "MOST_PAPERS", 1_000)
    monkeypatch.setattr(boards, "store", away)
    page = preview(lin, wrong)
    assert "榜单暂时连不上，无法预览影响" in page
    assert (figures(page), 'value="propose"' in page) == ([], True)


def away(_ranked: RankedRound) -> NoReturn:
    raise StoreAway


@pytest.mark.slow
def test_from_a_wrong_key_to_marked_papers_in_five_steps(
    demo: Plan, lin: Client, chen: Client
) -> None:
    wrong = question(demo)
    found = lin.get("/bank/rulings/", {"ref": wrong.ref})
    assert found.status_code == 302
    wizard = lin.get(found["Location"]).content.decode()
    assert re.findall(r'name="key"\s+value="(.)"\s+checked', wizard) == ["C"]
    sent = {"what": "keys", "key": "B", "go": "preview"}
    seen = lin.post(found["Location"], sent).content.decode()
    assert "含此题的答卷" in seen
    note = re.search(r'name="note_zh"[^>]*>([^<]+)<', seen)
    assert note is not None
    first = wrong.approved and wrong.approved.options.get(place=1).text_zh
    assert f"一题的答案更正为“{first}”" in note[1]
    assert wrong.ref not in note[1]
    assert not Ruling.objects.exists()
    proposed = lin.post(found["Location"], {**sent, "go": "propose", "seen": "new_key|B"})
    page = proposed["Location"]
    assert "须由提出者以外的人确认" in lin.get(page).content.decode()
    assert lin.post(f"{page}confirm").status_code == 403
    waiting = chen.get("/bank/rulings/").content.decode()
    assert note[1] in waiting
    english = chen.get("/bank/rulings/", headers={"accept-language": "en"}).content.decode()
    assert note[1] not in english
    assert english.count("all papers are marked again") == 2
    assert "确认并重判" in chen.get(page).content.decode()
    assert chen.post(f"{page}confirm").status_code == 302
    stand = chen.post(f"{page}on", headers={"accept": "application/json"}).json()
    assert stand["done"] == stand["total"] == Entry.objects.filter(kind=EntryKind.RULED).count() > 0
    assert "继续重判" not in chen.get(page).content.decode()
    assert "恢复原答案" in lin.get(found["Location"]).content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"what": "keys", "key": "9"}, "不是这种题型的答案"),
        ({"what": "keys", "key": "H"}, "标准答案与题型或选项不符"),
        ({"what": "keys", "key": ""}, "更正答案要一个答案"),
        ({"what": "keys", "key": "B\nB"}, "有两个答案相同"),
        ({"what": "restore"}, "没有裁定可以恢复"),
        ({"what": "mend"}, "没有这种裁定"),
        ({"what": "keys", "key": "C"}, "没有改动"),
        ({**VOID, "note_zh": "字" * 301}, "公告为"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words_and_stores_nothing(
    demo: Plan, lin: Client, sent: dict[str, str], words: str
) -> None:
    answer = lin.post(f"/bank/rulings/new/{question(demo).pk}/", sent)
    assert (answer.status_code, words in answer.content.decode()) == (400, True)
    assert not Ruling.objects.exists()


def test_a_proposal_may_be_taken_back_and_then_confirmed_by_nobody(
    demo: Plan, lin: Client, chen: Client
) -> None:
    where = f"/bank/rulings/new/{question(demo).pk}/"
    page = lin.post(where, VOID)["Location"]
    assert lin.post(f"{page}drop").status_code == 302
    assert chen.post(f"{page}confirm").status_code == 400
    assert Ruling.objects.get().number is None
    assert chen.post(f"{page}on").status_code == 302
    assert not Entry.objects.filter(kind=EntryKind.RULED).exists()


def test_another_regions_questions_and_rulings_are_not_found(demo: Plan, lin: Client) -> None:
    ours = question(demo)
    Question.objects.filter(pk=ours.pk).update(scope="440000/440300")
    where = f"/bank/rulings/new/{ours.pk}/"
    page = lin.post(where, VOID)["Location"]
    stranger = client_of("stranger", scope="440000/440100")
    assert stranger.get(where).status_code in (403, 404)
    assert stranger.get(page).status_code == 404
    assert stranger.post(f"{page}confirm").status_code == 404
    assert stranger.get("/bank/rulings/", {"ref": ours.ref}).status_code == 404


def test_what_was_changed_after_the_preview_must_be_looked_at_again(
    demo: Plan, lin: Client
) -> None:
    where = f"/bank/rulings/new/{question(demo).pk}/"
    first = {"note_zh": "旧措辞", "first_zh": "旧措辞"}
    sent = {"what": "keys", "key": "A", "go": "propose", "seen": "new_key|B", **first}
    page = lin.post(where, sent).content.decode()
    assert "一题的答案更正为“甲" in page
    assert "旧措辞" not in page
    assert not Ruling.objects.exists()


def test_a_question_that_was_never_in_use_is_simply_edited(lin: Client) -> None:
    draft = Question.objects.create(ref="draft-1")
    answer = lin.get(f"/bank/rulings/new/{draft.pk}/")
    assert (answer.status_code, "直接修改即可" in answer.content.decode()) == (400, True)


def test_letters_in_a_note_are_warned_of_once_and_told_to_the_second_person(
    demo: Plan, lin: Client, chen: Client
) -> None:
    where = f"/bank/rulings/new/{question(demo).pk}/"
    sent = {"what": "keys", "key": "B\nC", "go": "propose", "seen": "accept|B|C"}
    sent |= {"note_zh": "答 B、C 均算对。"}
    warned = lin.post(where, sent).content.decode()
    assert "公告里有字母“B、C”" in warned
    assert not Ruling.objects.exists()
    other = {**sent, "note_zh": "答 A 也算对。", "lettered": "B、C"}
    assert "公告里有字母“A”" in lin.post(where, other).content.decode()
    page = lin.post(where, {**sent, "lettered": "B、C"})["Location"]
    assert "公告里有字母“B、C”" in chen.get(page).content.decode()


def test_who_rules_reads_what_contestants_said(demo: Plan, lin: Client, chen: Client) -> None:
    wrong = question(demo)
    assert wrong.approved_id
    reports.report(wrong.approved_id, 1, "key", "我认为A也对")
    where = f"/bank/rulings/new/{wrong.pk}/"
    assert "我认为A也对" in lin.get(where).content.decode()
    page = lin.post(where, VOID)["Location"]
    assert "我认为A也对" in chen.get(page).content.decode()
    reader = client_of("reader", role="author")
    assert "我认为A也对" not in reader.get(page).content.decode()
