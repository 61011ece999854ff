"""The section about the bank's own YAML names every field, and its example is loaded whole."""

import io
import re
from pathlib import Path

import msgspec
import pytest
from django.core.management import call_command

from questionbank import written_keys
from questionbank.loading import DATA, BankFile, EstimateKey, QuestionRow, read_questions
from questionbank.models import Question, QuestionVersion
from questionbank.rules.validity import OPTIONS
from tests.house import tree

SECTION = tree.text("docs/formats.md").partition("\n## The bank's own YAML\n")[2].split("\n## ")[0]
(EXAMPLE,) = re.findall(r"```yaml\n(.*?)```", SECTION, re.S)
ROWS = [line.split("|")[1] for line in SECTION.splitlines() if line.startswith("|")]
NAMED = {word for cell in ROWS for word in re.findall(r"[a-z_]+", cell)}


@pytest.fixture
def example(tmp_path: Path) -> Path:
    (tmp_path / "pictures").mkdir()
    picture = DATA / "questions" / "pictures" / "circuit.webp"
    (tmp_path / "pictures" / "typhoon.webp").write_bytes(picture.read_bytes())
    path = tmp_path / "ours.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


def test_every_field_and_every_kind_has_its_row() -> None:
    fields = [field.name for of in (BankFile, QuestionRow) for field in msgspec.structs.fields(of)]
    assert set(fields) <= NAMED
    assert set(OPTIONS) <= NAMED
    numbers = {field.name for field in msgspec.structs.fields(EstimateKey)}
    assert all(f"`{name}`" in SECTION for name in numbers)
    assert set(written_keys.EXPECTED) == set(OPTIONS)


def test_the_example_has_one_of_each_kind_and_no_fault(example: Path) -> None:
    sound, faults = read_questions(example)
    assert faults == []
    assert sorted(one.draft.kind for one in sound) == sorted(OPTIONS)
    keys = {one.draft.kind: one.draft.key for one in sound}
    assert (keys["single"], keys["multiple"], keys["truefalse"]) == ((1,), (0, 2), (1,))
    assert (keys["ordering"], keys["matching"]) == ((0, 1, 2), (1, 0))


@pytest.mark.django_db
def test_the_example_is_loaded(example: Path) -> None:
    call_command("load_taxonomy", stdout=io.StringIO())
    call_command("load_bank", str(example), stdout=io.StringIO())
    assert Question.objects.count() == QuestionVersion.objects.count() == len(OPTIONS)
