"""What is typed and not saved is kept, found again, and never comes back once it is saved."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from questionbank import desk, scratch
from questionbank.desk import Wanted
from questionbank.models import Question, Scratch
from tests.questionbank.test_editing import NAME, OTHER, PASTED, chen, client, edit, new, question
from tests.questionbank.test_search import CITY
from tests.rules.test_question import SINGLE

pytestmark = pytest.mark.django_db
__all__ = ["chen", "client", "question"]


def keep(client: Client, text: str, name: str = NAME, **more: str) -> bool:
    answer = client.post("/bank/scratch", {"name": name, "text": text, **more})
    assert answer.status_code == 200
    return bool(answer.json()["kept"])


def test_a_closed_lid_loses_nothing(client: Client) -> None:
    assert keep(client, "台风在北半球", difficulty="L2")
    page = client.get("/bank/new/").content.decode()
    assert "台风在北半球" in page
    assert f"?scratch={NAME}" in page
    taken = client.get(f"/bank/new/?scratch={NAME}").content.decode()
    assert f'value="{NAME}"' in taken
    assert 'value="L2"\n                   checked' in taken


def test_the_last_that_was_typed_is_kept(client: Client) -> None:
    for text in ("台", "台风", "台风眼"):
        keep(client, text)
    assert Scratch.objects.count() == 1
    assert scratch.Unsaved(Scratch.objects.get()).title == "台风眼"


def test_what_was_saved_is_not_offered_again_though_a_late_copy_comes(client: Client) -> None:
    keep(client, PASTED)
    new(client)
    assert not keep(client, PASTED)
    assert "没写完" not in client.get("/bank/new/").content.decode()


def test_a_refused_form_is_still_kept(client: Client) -> None:
    keep(client, "只有题干")
    assert new(client, text="只有题干").status_code == 400
    assert "没写完" in client.get("/bank/new/").content.decode()


def test_changes_of_a_question_are_offered_at_that_question_only(
    client: Client, question: Question
) -> None:
    keep(client, "改了一半", name=OTHER, question=str(question.pk))
    here = client.get(f"/bank/q/{question.pk}/edit/").content.decode()
    assert "您有未保存的修改" in here
    assert "没写完" not in client.get("/bank/new/").content.decode()
    assert "改了一半" in client.get(f"/bank/q/{question.pk}/edit/?scratch={OTHER}").content.decode()
    assert "改了一半" not in client.get(f"/bank/new/?scratch={OTHER}").content.decode()


def test_saving_a_change_forgets_what_was_unsaved_of_it(client: Client, question: Question) -> None:
    keep(client, "改了一半", name=OTHER, question=str(question.pk))
    edit(client, question, note="记一笔")
    assert not keep(client, "改了一半", name=OTHER, question=str(question.pk))
    assert "未保存" not in client.get(f"/bank/q/{question.pk}/edit/").content.decode()


def test_dropping_forgets_it(client: Client) -> None:
    keep(client, "不要了")
    client.post("/bank/scratch", {"name": NAME, "drop": "1"})
    assert not Scratch.objects.exists()


def test_nobody_sees_what_another_typed(client: Client, chen: User) -> None:
    lin = User.objects.create_user("lin")
    scratch.keep(lin, NAME, "text=秘密", None)
    assert "秘密" not in client.get(f"/bank/new/?scratch={NAME}").content.decode()
    assert keep(client, "我的", name=NAME)
    assert scratch.unsaved(lin, None)[0].title == "秘密"
    assert scratch.unsaved(chen, None)[0].title == "我的"


@pytest.mark.parametrize("name", ["", "x", "\0", "../" * 10, "A" * 32, "a" * 33])
def test_a_name_that_is_none_is_refused(client: Client, name: str) -> None:
    assert scratch.taken_up(User.objects.get(), name) is None
    assert client.post("/bank/scratch", {"name": name, "text": "x"}).status_code == 400
    with pytest.raises(ValueError, match="form"):
        scratch.keep(User.objects.get(), name, "", None)
    with pytest.raises(ValueError, match="form"):
        scratch.create(name, Wanted(SINGLE), by=User.objects.get(), scope=CITY)


@pytest.mark.parametrize("number", ["0", "99999", "x", "9" * 20, "²"])
def test_a_question_that_is_none_is_not_found(client: Client, number: str) -> None:
    sent = client.post("/bank/scratch", {"name": NAME, "question": number})
    assert sent.status_code == 404


def test_a_foreign_question_is_not_there(client: Client, chen: User) -> None:
    foreign = desk.create(Wanted(SINGLE), by=chen, scope="440000/440300")
    sent = client.post("/bank/scratch", {"name": NAME, "question": foreign.pk})
    assert sent.status_code == 404


def test_the_longest_question_there_can_be_is_kept(client: Client) -> None:
    options = [f"{letter}. {'选' * 200}" for letter in "ABCDEFGHIJ"]
    lines = ["题" * 500, *options, "答案：A", "解析：" + "析" * 1000, "来源：" + "源" * 200]
    fields = {"stem.zh": "题" * 500, "explanation.zh": "析" * 1000, "option.zh": ["选" * 200] * 10}
    form = {"name": NAME, "text": "\n".join(lines), "english": "e" * 8_000, **fields}
    assert client.post("/bank/scratch", form).json() == {"kept": True}


def test_a_form_too_long_to_be_a_question_is_not_kept(client: Client) -> None:
    long = client.post("/bank/scratch", {"name": NAME, "text": "x" * scratch.LONGEST})
    assert long.status_code == 413
    with pytest.raises(ValueError, match="characters"):
        scratch.keep(User.objects.get(), NAME, "x" * (scratch.LONGEST + 1), None)
    assert not Scratch.objects.exists()


def test_only_so_many_are_kept_and_saved_ones_push_none_out(chen: User) -> None:
    for number in range(scratch.MOST + 3):
        scratch.keep(chen, f"{number:032x}", f"text={number}", None)
    left = scratch.unsaved(chen, None)
    assert (len(left), left[0].title) == (scratch.MOST, str(scratch.MOST + 2))


def test_what_another_user_typed_in_an_old_tab_is_neither_kept_nor_saved(client: Client) -> None:
    for path in ("/bank/scratch", "/bank/parse"):
        told = client.post(path, {"name": NAME, "text": PASTED, "by": "0"})
        assert (told.status_code, told.json()["code"]) == (401, "another")
    assert new(client, by="0").status_code == 403
    assert not Scratch.objects.exists()
    assert not Question.objects.exists()


PICTURE, TAGGED = "1" * 32, "2" * 32


def test_what_is_not_finished_is_one_line_and_each_says_what_it_is(client: Client) -> None:
    keep(client, "", name=PICTURE, picture="a" * 64)
    keep(client, "", name=TAGGED, difficulty="L2")
    keep(client, "", by_fields="on", **{"explanation.zh": "先写了解析"})
    page = client.get("/bank/new/").content.decode()
    assert '<details class="left" >' in page
    assert '<b class="count">3</b>' in page
    for words in ("只有图片，还没写字", "只选了题型或标签，还没写字", "先写了解析"):
        assert words in page


def test_all_that_is_not_finished_is_given_up_at_once_and_nothing_else(
    client: Client, question: Question
) -> None:
    for name in (NAME, PICTURE):
        keep(client, "写了一半", name=name)
    keep(client, "改了一半", name=OTHER, question=str(question.pk))
    keep(client, "刚刚在别处写的", name=TAGGED)
    led = client.post("/bank/scratch", {"name": [NAME, PICTURE, "x"], "drop": "1"})
    assert led.headers["Location"] == "/bank/new/"
    assert set(Scratch.objects.values_list("name", flat=True)) == {OTHER, TAGGED}
