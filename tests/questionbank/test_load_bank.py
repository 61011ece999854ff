import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from questionbank import loading, papers
from questionbank.models import Option, Question, QuestionVersion, Status, Tag
from tests.questionbank.bank_files import both, load_live, one_of_each, question, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tags() -> None:
    call_command("load_taxonomy", stdout=io.StringIO())


def rows() -> tuple[int, ...]:
    through = Question.tags.through
    history: Any = Question.history
    models = (Question, QuestionVersion, Option, through)
    return (*(model.objects.count() for model in models), history.count())


def test_a_file_becomes_live_questions_of_the_province(tmp_path: Path) -> None:
    assert load_live(write(tmp_path, *one_of_each())) == "新增 5 题，更新 0 题，未变 0 题"
    first = Question.objects.get(ref="t4-001")
    assert (first.status, first.scope, first.author_zh) == (Status.LIVE, "440000", "作者")
    codes = {tag.code for tag in first.tags.all()}
    assert codes == {"T4.2", "knowledge", "B14", "general", "elders", "L2"}


def test_each_type_comes_back_as_it_was_written(tmp_path: Path) -> None:
    load_live(write(tmp_path, *one_of_each()))
    found = {
        text.kind: text
        for text in papers.texts(QuestionVersion.objects.values_list("pk", flat=True)).values()
    }
    assert found["single"].key == (1,)
    assert found["multiple"].key == (0, 2)
    assert found["truefalse"].key == (0,)
    assert found["ordering"].key == (0, 1, 2, 3)
    estimate = found["estimate"].estimate
    assert estimate is not None
    assert (estimate.value, estimate.least, estimate.most, estimate.unit.zh) == (
        55,
        10,
        150,
        "公里",
    )
    assert [option.zh for option in found["single"].options] == [
        "选项1甲",
        "选项1乙",
        "选项1丙",
        "选项1丁",
    ]


def test_the_same_file_again_adds_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, *one_of_each())
    load_live(path)
    before = rows()
    assert load_live(path) == "新增 0 题，更新 0 题，未变 5 题"
    assert rows() == before


def test_a_changed_text_becomes_a_new_version_and_the_old_one_stays(tmp_path: Path) -> None:
    load_live(write(tmp_path, question()))
    changed = write(tmp_path, question(stem=both("改过的题干")))
    assert load_live(changed) == "新增 0 题，更新 1 题，未变 0 题"
    stems = QuestionVersion.objects.order_by("number").values_list("number", "stem_zh")
    assert list(stems) == [(1, "第1题的题干"), (2, "改过的题干")]
    assert [papers.texts([i.version])[i.version].stem.zh for i in papers.pool("440000")] == [
        "改过的题干"
    ]


def test_changed_tags_and_credits_make_no_new_version(tmp_path: Path) -> None:
    load_live(write(tmp_path, question()))
    load_live(write(tmp_path, question(audiences=["youth"]), author=both("另一位")))
    stored = Question.objects.get()
    assert "youth" in {tag.code for tag in stored.tags.all()}
    assert "elders" not in {tag.code for tag in stored.tags.all()}
    assert stored.author_zh == "另一位"
    assert QuestionVersion.objects.count() == 1


def test_loading_again_leaves_a_retired_question_retired(tmp_path: Path) -> None:
    load_live(write(tmp_path, question()))
    Question.objects.update(status=Status.RETIRED)
    load_live(write(tmp_path, question(stem=both("改过的题干"))))
    assert Question.objects.get().status == Status.RETIRED


def test_history_remembers_each_change_with_its_tags(tmp_path: Path) -> None:
    load_live(write(tmp_path, question()))
    load_live(write(tmp_path, question(audiences=["youth"])))
    history: Any = Question.history
    newest, oldest = history.order_by("-history_id")
    assert (oldest.history_type, newest.history_type) == ("+", "~")
    assert {row.tag.code for row in oldest.tags.all()} >= {"T4.2", "elders", "general"}
    assert {row.tag.code for row in newest.tags.all()} >= {"T4.2", "youth"}


def test_a_fixed_last_option_is_stored_as_fixed(tmp_path: Path) -> None:
    load_live(write(tmp_path, question(fixed_last=True)))
    assert list(Option.objects.filter(fixed=True).values_list("place", flat=True)) == [3]


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"type": "essay"}, "type", "没有题型 essay"),
    ({"type": 7}, "type", "格式不对"),
    ({"id": "有 空格"}, "id", "格式不对"),
    ({"topic": "T4.9"}, "topic", "没有标签 T4.9"),
    ({"topic": "T5.1"}, "topic", "不属于主题 T4"),
    ({"dimension": "wisdom"}, "dimension", "没有标签 wisdom"),
    ({"benchmarks": [27]}, "benchmark", "没有标签 B27"),
    ({"benchmarks": ["x"]}, "benchmarks[0]", "格式不对"),
    ({"audiences": ["all"]}, "audience", "没有标签 all"),
    ({"audiences": []}, "audiences", "格式不对"),
    ({"sensitive": ["other"]}, "sensitivity", "没有标签 other"),
    ({"difficulty": 6}, "difficulty", "格式不对"),
    ({"difficulty": True}, "difficulty", "格式不对"),
    ({"stem": "只有中文"}, "stem", "格式不对"),
    ({"stem": {"zh": 2024}}, "stem.zh", "格式不对"),
    ({"stem": {"zh": " "}}, "stem.zh", "不能为空"),
    ({"stem": {"zh": "题" * 501}}, "stem.zh", "文字太长"),
    ({"stem": ...}, "", "格式不对"),
    ({"hint": "?"}, "", "格式不对"),
    ({"key": "E"}, "key", "标准答案与题型或选项不符"),
    ({"key": "b"}, "key", "标准答案须为选项字母"),
    ({"key": "AB"}, "key", "标准答案须为选项字母"),
    ({"key": ["A"]}, "key", "标准答案的写法与题型不符，应为 key: A"),
    ({"key": None}, "key", "标准答案的写法与题型不符，应为 key: A"),
    ({"type": "multiple", "key": ["A", "A"]}, "key", "标准答案与题型或选项不符"),
    ({"type": "multiple", "key": ["A", 3]}, "key", "标准答案须为选项字母"),
    ({"type": "truefalse", "key": True}, "options", "选项数目不对"),
    ({"type": "estimate", "key": {"value": 1}}, "key", "格式不对"),
    ({"options": [both("同")] * 4}, "options.zh", "有两个选项相同"),
]


@pytest.mark.parametrize(("change", "field", "why"), FAULTS)
def test_each_fault_names_file_question_and_field_and_changes_nothing(
    tmp_path: Path, change: dict[str, Any], field: str, why: str
) -> None:
    path = write(tmp_path, question(1), question(**({"number": 2} | change)))
    with pytest.raises(CommandError) as refused:
        load_live(path)
    line = str(refused.value).splitlines()[1]
    assert line.startswith(f"t04.yaml：{change.get('id', 't4-002')}：{field}")
    assert why in line
    assert rows() == (0, 0, 0, 0, 0)


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    first = write(tmp_path, question(1, key="E"), question(2, key="F"), name="a.yaml")
    second = write(tmp_path, question(3), "no question", name="b.yaml")
    with pytest.raises(CommandError) as refused:
        load_live(first, second)
    lines = str(refused.value).splitlines()
    assert lines[0] == "有 3 处错误，什么都没有改动："
    assert [line.split("：")[:2] for line in lines[1:]] == [
        ["a.yaml", "t4-001"],
        ["a.yaml", "t4-002"],
        ["b.yaml", "第 2 题"],
    ]


def test_a_question_named_twice_is_refused(tmp_path: Path) -> None:
    first = write(tmp_path, question(1), name="a.yaml")
    second = write(tmp_path, question(1, stem=both("另一题")), name="b.yaml")
    with pytest.raises(CommandError, match=r"b.yaml：t4-001：id：编号与 a.yaml 中的重复"):
        load_live(first, second)
    assert not Question.objects.exists()


def test_a_text_that_another_question_has_is_refused(tmp_path: Path) -> None:
    copy = question(1) | {"id": "t4-009"}
    with pytest.raises(CommandError, match="t4-009：stem：内容与 t4-001 相同"):
        load_live(write(tmp_path, question(1), copy))
    load_live(write(tmp_path, question(1)))
    with pytest.raises(CommandError, match="t4-009：stem：内容与题库中的 t4-001 相同"):
        load_live(write(tmp_path, copy))
    assert Question.objects.count() == 1


BAD_FILES: list[tuple[str, bytes, str]] = [
    ("empty", b"", "格式不对"),
    ("a list", b"- a\n- b\n", "格式不对"),
    ("no YAML", b"topic: [T4\nquestions: {", "不是有效的 YAML"),
    ("another encoding", "题目: 一".encode("gb18030"), "不是 UTF-8"),
    ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00", "不是 UTF-8"),
    ("NUL", b"topic: 'T4\x00'", "不是有效的 YAML"),
    ("deep", b"[" * 100_000, "不是有效的 YAML"),
    ("itself", b"&a [*a]", "格式不对"),
    ("a field twice", b"topic: T4\ntopic: T5\n", "不是有效的 YAML"),
    ("code", b"!!python/object/apply:os.system ['true']", "不是有效的 YAML"),
    ("a strange key", b"? [a, b]\n: c\n", "不是有效的 YAML"),
    ("no questions", b"topic: T4\nauthor: {zh: a}\nlicence: x\n", "questions"),
    ("an unknown field", b"topic: T4\nowner: me\n", "格式不对"),
]


@pytest.mark.parametrize(
    ("content", "why"), [row[1:] for row in BAD_FILES], ids=[row[0] for row in BAD_FILES]
)
def test_a_file_that_is_no_bank_is_refused_by_name(
    tmp_path: Path, content: bytes, why: str
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=r"bad\.yaml") as refused:
        load_live(write(tmp_path, question()), path)
    assert why in str(refused.value)
    assert not Question.objects.exists()


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(CommandError, match="无法读取"):
            load_live(path)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as out:
        out.truncate(loading.MOST_BYTES + 1)
    with pytest.raises(CommandError, match="文件超过 16 MB"):
        load_live(path)


def test_a_bank_without_tags_says_what_to_run_first(tmp_path: Path) -> None:
    Tag.objects.filter(parent__isnull=False).delete()
    Tag.objects.all().delete()
    with pytest.raises(CommandError, match="load_taxonomy"):
        load_live(write(tmp_path, question()))


@pytest.mark.slow
def test_loading_takes_the_same_number_of_queries_whatever_the_size(
    tmp_path: Path, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    path = write(tmp_path, *(question(number) for number in range(1, 301)))
    User.objects.create_superuser("voucher")
    with django_assert_max_num_queries(60):
        call_command("load_bank", str(path), live=True, by="voucher", stdout=io.StringIO())
