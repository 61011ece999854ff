"""What comes in by a file is a draft, unless it is the project's own or somebody answers for it."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from questionbank import grants, papers
from questionbank.management.commands import load_bank
from questionbank.models import Question, QuestionVersion, Status, Step, Tag
from tests.questionbank.bank_files import both, load_live, one_of_each, question, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tags() -> None:
    call_command("load_taxonomy", stdout=io.StringIO())


def load(*paths: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("load_bank", *map(str, paths), stdout=out, **options)
    return out.getvalue()


def pool() -> list[str]:
    versions = [item.version for item in papers.pool("440000")]
    return [text.stem.zh for text in papers.texts(versions).values()]


def test_nothing_of_a_file_is_asked_before_somebody_approved_it(tmp_path: Path) -> None:
    assert "草稿" in load(write(tmp_path, *one_of_each()))
    assert pool() == []
    stored = Question.objects.get(ref="t4-001")
    assert (stored.status, stored.approved, stored.scope) == (Status.DRAFT, None, "440000")
    assert stored.newest == QuestionVersion.objects.get(question=stored)


def test_new_words_of_a_question_in_use_wait_while_the_old_ones_are_asked(tmp_path: Path) -> None:
    load_live(write(tmp_path, question()))
    load(write(tmp_path, question(stem=both("改过的题干"))))
    assert pool() == ["第1题的题干"]
    stored = Question.objects.get()
    assert (stored.status, stored.change) == (Status.LIVE, Status.DRAFT)
    assert stored.newest
    assert stored.newest.stem_zh == "改过的题干"


def test_new_words_of_what_is_in_review_make_it_a_draft_again(tmp_path: Path) -> None:
    load(write(tmp_path, question()))
    Question.objects.update(status=Status.REVIEW)
    load(write(tmp_path, question(stem=both("改过的题干"))))
    assert Question.objects.get().status == Status.DRAFT
    step = Step.objects.select_related("version").get()
    assert (step.act, step.before, step.after, step.by) == ("revise", "review", "draft", None)
    assert step.version
    assert step.version.number == 1


def test_no_file_takes_a_sensitive_tag_away_without_an_approver(tmp_path: Path) -> None:
    load(write(tmp_path, question(sensitive=["medical"])))
    load(write(tmp_path, question(audiences=["youth"])))
    codes = {tag.code for tag in Question.objects.get().tags.all()}
    assert {"medical", "youth"} <= codes
    assert "elders" not in codes


def test_the_projects_own_files_are_in_use_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_bank, "OURS", tmp_path)
    path = write(tmp_path, question())
    assert "草稿" not in load()
    assert "草稿" not in load(path)
    assert Question.objects.get().status == Status.LIVE
    elsewhere = tmp_path / "else"
    elsewhere.mkdir()
    assert "草稿" in load(path, write(elsewhere, question(2)))
    assert Question.objects.get(ref="t4-002").status == Status.DRAFT


def test_whoever_answers_for_a_file_is_named_in_the_history(tmp_path: Path) -> None:
    guo = User.objects.create_user("guo")
    grants.give(guo, "approver", "440000", by=None)
    path = write(tmp_path, question(), name="ours.yaml")
    load(path)
    assert load(path, live=True, by="guo").startswith("新增 0 题，更新 1 题")
    stored, step = Question.objects.get(), Step.objects.get()
    assert stored.status == Status.LIVE
    assert (step.by, step.act, step.before, step.after) == (guo, "activate", "draft", "live")
    assert (step.reason, step.version) == ("load_bank --live: ours.yaml", stored.newest)
    history: Any = Question.history
    newest = history.order_by("history_id").last()
    assert (newest.history_user, newest.status) == (guo, Status.LIVE)
    load(path, live=True, by="guo")
    assert Step.objects.count() == 1


def test_new_words_that_somebody_answers_for_are_asked_at_once(tmp_path: Path) -> None:
    load_live(write(tmp_path, question()))
    load_live(write(tmp_path, question(stem=both("改过的题干"))))
    assert pool() == ["改过的题干"]
    assert list(Step.objects.values_list("act", "after")) == [
        ("activate", "live"),
        ("approve", "approved"),
    ]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"live": True}, "--by"),
        ({"by": "guo"}, "--live"),
        ({"live": True, "by": "nobody"}, "nobody"),
        ({"live": True, "by": "gone"}, "gone"),
        ({"live": True, "by": "author"}, "省级终审人"),
        ({"live": True, "by": "city"}, "省级终审人"),
    ],
)
def test_only_a_provincial_approver_can_answer(
    tmp_path: Path, options: dict[str, Any], why: str
) -> None:
    User.objects.create_superuser("gone", is_active=False)
    grants.give(User.objects.create_user("author"), "author", "440000", by=None)
    grants.give(User.objects.create_user("city"), "approver", "440000/440100", by=None)
    with pytest.raises(CommandError, match=why):
        load(write(tmp_path, question()), **options)
    assert not Question.objects.exists()


def theirs(ref: str, **change: Any) -> Question:
    """The question after somebody here changed it, with a history that says so."""
    stored = Question.objects.get(ref=ref)
    editor, _made = User.objects.get_or_create(username="editor")
    stored._history_user = editor  # type: ignore[attr-defined]
    for name, value in change.items():
        setattr(stored, name, value)
    stored.save()
    return stored


def test_the_projects_files_change_nothing_that_somebody_here_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_bank, "OURS", tmp_path)
    write(tmp_path, question(1), question(2))
    load()
    theirs("t4-001", author_zh="本地改过").tags.add(Tag.objects.get(code="medical"))
    assert load().startswith("新增 0 题，更新 0 题，未变 2 题")
    write(tmp_path, *(question(n, stem=both(f"新版第{n}题")) for n in (1, 2)))
    said = load()
    assert said.startswith("新增 0 题，更新 1 题，未变 1 题")
    assert "1 题" in said.splitlines()[1]
    kept = Question.objects.get(ref="t4-001")
    assert kept.author_zh == "本地改过"
    assert kept.tags.filter(code="medical").exists()
    assert sorted(pool()) == ["新版第2题", "第1题的题干"]


def test_an_older_file_of_the_project_does_not_take_newer_words_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_bank, "OURS", tmp_path)
    write(tmp_path, question())
    load()
    elsewhere = tmp_path / "else"
    elsewhere.mkdir()
    load_live(write(elsewhere, question(stem=both("改正的题干"))))
    history: Any = Question.history
    history.update(history_user=None)  # whoever did it has gone since
    load()
    assert pool() == ["改正的题干"]


@pytest.mark.parametrize("approver", [False, True])
def test_an_operators_file_changes_no_question_of_another_bank(
    tmp_path: Path, *, approver: bool
) -> None:
    county = "440000/440100/440106"
    load_live(write(tmp_path, question()))
    Question.objects.update(scope=county)
    path = write(tmp_path, question(stem=both("改过的题干")), question(2))
    with pytest.raises(CommandError, match=f"t4-001：id.*{county}"):
        load_live(path) if approver else load(path)
    stored = Question.objects.select_related("newest").get()
    assert (stored.scope, stored.newest and stored.newest.stem_zh) == (county, "第1题的题干")


def test_the_projects_files_leave_an_id_that_another_bank_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_bank, "OURS", tmp_path)
    write(tmp_path, question())
    load()
    Question.objects.update(scope="440000/440100")
    write(tmp_path, question(stem=both("新版")), question(2))
    assert load().startswith("新增 1 题，更新 0 题，未变 1 题")
    assert Question.objects.get(ref="t4-001").versions.count() == 1
