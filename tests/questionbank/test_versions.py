"""A published text never changes, whoever tries and however."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from questionbank.models import Option, Question, QuestionVersion
from tests.questionbank.bank_files import load_live, one_of_each, question, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bank(tmp_path: Path) -> None:
    call_command("load_taxonomy", stdout=io.StringIO())
    load_live(write(tmp_path, *one_of_each()))


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor"))
    return client


def page(model: str, action: str, *args: object) -> str:
    return reverse(f"admin:questionbank_{model}_{action}", args=args)


def test_saving_a_stored_version_is_refused() -> None:
    version = QuestionVersion.objects.all()[0]
    version.stem_zh = "另一题"
    with pytest.raises(ValidationError, match="不可修改"):
        version.save()


@pytest.mark.parametrize(
    "change",
    [
        lambda option: option.save(),
        lambda option: option.save(update_fields=["text_zh"]),
        lambda option: option.delete(),
        lambda option: option.version.options.update(text_zh="另一项"),
        lambda option: option.version.options.all().delete(),
    ],
)
def test_an_option_of_a_stored_version_neither_changes_nor_goes(
    change: Callable[[Option], object],
) -> None:
    before = list(Option.objects.values())
    option = Option.objects.all()[0]
    option.text_zh = "另一项"
    with pytest.raises(ValidationError, match="不可修改"):
        change(option)
    assert list(Option.objects.values()) == before


def test_options_go_with_a_version_that_nothing_rests_on() -> None:
    version = QuestionVersion.objects.create(question=Question.objects.all()[0], number=7)
    Option.objects.create(version=version, place=0, text_zh="一项")
    version.delete()
    assert not Option.objects.filter(version=version.pk).exists()


@pytest.mark.parametrize("model", [QuestionVersion, Option])
def test_the_admin_shows_a_version_but_changes_nothing(
    editor: Client, model: type[QuestionVersion | Option]
) -> None:
    name = model.__name__.lower()
    row = model._default_manager.all()[0]
    before = list(model._default_manager.values())
    assert editor.get(page(name, "change", row.pk)).status_code == 200
    assert editor.post(page(name, "change", row.pk), {"stem_zh": "x"}).status_code == 403
    assert editor.post(page(name, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert editor.post(page(name, "add"), {}).status_code == 403
    assert list(model._default_manager.values()) == before


@pytest.mark.parametrize("model", [QuestionVersion, Option, Question])
def test_no_bulk_action_deletes_or_changes_rows(
    editor: Client, model: type[QuestionVersion | Option | Question]
) -> None:
    name = model.__name__.lower()
    pks = list(model._default_manager.values_list("pk", flat=True))
    data = {"action": "delete_selected", "_selected_action": pks, "post": "yes"}
    editor.post(page(name, "changelist"), data)
    edited = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": pks[0], "_save": "1"}
    editor.post(page(name, "changelist"), edited | {"form-0-stem_zh": "x", "form-0-text_zh": "x"})
    assert list(model._default_manager.values_list("pk", flat=True)) == pks
    assert not QuestionVersion.objects.filter(stem_zh="x").exists()
    assert not Option.objects.filter(text_zh="x").exists()


def test_changing_a_question_in_the_admin_leaves_its_versions_and_its_status(
    editor: Client,
) -> None:
    stored = Question.objects.get(ref="t4-001")
    version = stored.versions.get()
    before = QuestionVersion.objects.filter(pk=version.pk).values().get()
    form = {
        "ref": "other",
        "status": "retired",
        "scope": "440000/440100",
        "note": "记一笔",
        "tags": [tag.pk for tag in stored.tags.all()],
        "licence": stored.licence,
        "versions-TOTAL_FORMS": 1,
        "versions-INITIAL_FORMS": 1,
        "versions-0-id": version.pk,
        "versions-0-question": stored.pk,
        "versions-0-stem_zh": "x",
        **{f"{rows}-{n}_FORMS": 0 for rows in ("steps", "comments") for n in ("TOTAL", "INITIAL")},
    }
    assert editor.post(page("question", "change", stored.pk), form).status_code == 302
    after = Question.objects.get(pk=stored.pk)
    assert (after.ref, after.status, after.scope) == (stored.ref, "live", stored.scope)
    assert (after.note, after.revision) == ("记一笔", stored.revision + 1)
    assert QuestionVersion.objects.filter(pk=version.pk).values().get() == before
    assert editor.get(page("question", "history", stored.pk)).status_code == 200


@pytest.mark.parametrize(
    "query", ["", "?q=题干", "?status=live", "?kind=single", "?topic=T4", "?audience=elders"]
)
def test_the_list_of_questions_searches_and_filters(editor: Client, query: str) -> None:
    answer = editor.get(page("question", "changelist") + query)
    assert answer.status_code == 200
    assert "t4-001" in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["?q=没有的词", "?status=retired", "?kind=estimate", "?topic=T5", "?difficulty=L5"]
)
def test_filters_leave_out_what_does_not_fit(editor: Client, query: str) -> None:
    assert "t4-001" not in editor.get(page("question", "changelist") + query).content.decode()


@pytest.mark.parametrize("name", ["tag", "question", "questionversion", "option"])
def test_a_list_costs_no_query_per_row(editor: Client, tmp_path: Path, name: str) -> None:
    few = _queries(editor, page(name, "changelist"))
    many = write(tmp_path, *(question(number) for number in range(10, 40)))
    load_live(many)
    assert _queries(editor, page(name, "changelist")) <= few


def _queries(client: Client, url: str) -> int:

    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_no_code_changes_versions_in_bulk() -> None:
    with pytest.raises(ValidationError):
        QuestionVersion.objects.filter(number=1).update(stem_zh="换了")
