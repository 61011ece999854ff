"""Questions with targets, accepted forms, areas and pictures, from a file to what contests ask."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from PIL import Image as Canvas

from questionbank import images, papers
from questionbank.models import Picture, Question, QuestionVersion
from questionbank.papers import VersionText
from questionbank.rules.question import Area
from tests.questionbank import starter
from tests.questionbank.bank_files import both, load_live, question, write
from tests.questionbank.picture_files import halves, saved

pytestmark = pytest.mark.django_db
SHOWN = {"digest": "0" * 64, **both("一幅图")}


@pytest.fixture(autouse=True)
def tags() -> None:
    call_command("load_taxonomy", stdout=io.StringIO())
    sizes = {"width": 1600, "height": 1200, "widths": [320, 640, 1280, 1600], "size": 9}
    Picture.objects.create(digest="0" * 64, name="f" * 32, **sizes)


def load(folder: Path, *questions: Any) -> str:
    return load_live(write(folder, *questions))


def loaded(folder: Path, kind: str, **changes: Any) -> VersionText:
    load(folder, question(1, kind, **changes))
    version = QuestionVersion.objects.get()
    return papers.texts([version.pk])[version.pk]


def test_a_matching_belongs_together_as_it_is_written(tmp_path: Path) -> None:
    text = loaded(tmp_path, "matching")
    assert text.key == (0, 1, 2, 3)
    assert [target.zh for target in text.targets] == [f"对象{one}" for one in "甲乙丙丁戊"]
    assert text.targets[0].en == "text 对象甲"


def test_the_key_of_a_matching_names_targets_by_letter(tmp_path: Path) -> None:
    assert loaded(tmp_path, "matching", key=["E", "A", "A", "B"]).key == (4, 0, 0, 1)


def test_a_short_text_has_its_forms(tmp_path: Path) -> None:
    text = loaded(tmp_path, "text")
    assert (text.key, text.options, text.accepted) == ((), (), ("光合作用", "photosynthesis"))


def test_a_hotspot_has_its_areas_and_its_picture(tmp_path: Path) -> None:
    text = loaded(tmp_path, "hotspot")
    first, second = Area("rect", (100, 200, 300, 400)), Area("circle", (500, 500, 50))
    assert text.areas == (first, second)
    assert text.picture is not None
    assert (text.picture.width, text.picture.height) == (1600, 1200)
    assert text.picture.src.endswith("-1280.webp")
    assert text.picture.alt.zh == "图上有什么"


def test_an_option_may_have_a_picture(tmp_path: Path) -> None:
    options = [both("甲") | {"picture": SHOWN}, both("乙"), both("丙")]
    text = loaded(tmp_path, "single", options=options)
    first, *others = text.option_pictures
    assert first is not None
    assert first.alt.zh == "一幅图"
    assert others == [None, None]


def shelved(folder: Path, data: bytes) -> dict[str, Any]:
    """A picture in the folder beside the file, as a question names it."""
    (folder / "pictures").mkdir()
    (folder / "pictures/disc.webp").write_bytes(data)
    return {"file": "disc", **both("一个圆")}


def test_a_picture_beside_the_file_is_kept_as_it_is(tmp_path: Path) -> None:
    data = starter.picture("wave-slow")
    text = loaded(tmp_path, "hotspot", picture=shelved(tmp_path, data))
    picture = Picture.objects.get(digest=hashlib.sha256(data).hexdigest())
    assert text.picture is not None
    assert (text.picture.width, text.picture.height) == (480, 300)
    assert images.read(picture.name, 480) == data
    assert load(tmp_path, question(1, "hotspot", picture={"file": "disc", **both("一个圆")})) == (
        "新增 0 题，更新 0 题，未变 1 题"
    )


def test_a_picture_whose_file_was_lost_is_healed_by_loading_again(tmp_path: Path) -> None:
    data = starter.picture("wave-slow")
    row = question(1, "hotspot", picture=shelved(tmp_path, data))
    load(tmp_path, row)
    picture = Picture.objects.get(digest=hashlib.sha256(data).hexdigest())
    (settings.PICTURES_DIR / f"{picture.name}-480.webp").unlink()
    load(tmp_path, row)
    assert images.read(picture.name, 480) == data


def with_exif() -> bytes:
    out = io.BytesIO()
    exif = Canvas.Exif()
    exif[0x010E] = "where I live"
    Canvas.new("RGB", (8, 8)).save(out, "WEBP", exif=exif)
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"no picture", saved(halves(8, 8), "PNG"), with_exif(), bytes(3 << 20)]
)
def test_what_is_no_plain_webp_beside_the_file_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(CommandError, match=r"picture|图片"):
        load(tmp_path, question(1, "hotspot", picture=shelved(tmp_path, data)))
    assert not Question.objects.exists()
    assert Picture.objects.count() == 1


@pytest.mark.parametrize("name", ["../disc", "missing", "disc.webp", "/etc/passwd"])
def test_a_picture_is_looked_for_beside_the_file_only(tmp_path: Path, name: str) -> None:
    shown = shelved(tmp_path, starter.picture("wave-slow")) | {"file": name}
    with pytest.raises(CommandError, match="t4-001"):
        load(tmp_path, question(1, "hotspot", picture=shown))


def test_the_same_file_again_adds_nothing(tmp_path: Path) -> None:
    rows = [question(n, kind) for n, kind in enumerate(("matching", "hotspot", "text"), 1)]
    assert load(tmp_path, *rows) == "新增 3 题，更新 0 题，未变 0 题"
    assert load(tmp_path, *rows) == "新增 0 题，更新 0 题，未变 3 题"


def test_words_of_targets_and_forms_are_found_by_a_search(tmp_path: Path) -> None:
    load(tmp_path, question(1, "matching"), question(2, "text"))
    assert Question.objects.get(sought__contains="对象戊").ref == "t4-001"
    assert Question.objects.get(sought__contains="photosynthesis").ref == "t4-002"


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("matching", {"targets": ...}, "targets"),
        ("matching", {"key": ["A", "B", "C", "F"]}, "key"),
        ("matching", {"key": ["A", "B", "C"]}, "key"),
        ("matching", {"key": "A"}, "key"),
        ("matching", {"key": ["A", "B", "C", "M"]}, "key"),
        ("text", {"accepted": []}, "accepted"),
        ("text", {"key": "A"}, "key"),
        ("hotspot", {"areas": [["rect", 1, 2, 3]]}, "areas[0]"),
        ("hotspot", {"areas": [["blob", 1]]}, "areas[0]"),
        ("hotspot", {"areas": [[]]}, "areas[0]"),
        ("hotspot", {"areas": [["rect", 0, "x", 9, 9]]}, "areas[0]"),
        ("hotspot", {"areas": [["circle", 500, 500, 1001]]}, "areas[0]"),
        ("hotspot", {"picture": ...}, "picture"),
        ("hotspot", {"picture": SHOWN | {"digest": "1" * 64}}, "picture"),
        ("hotspot", {"picture": SHOWN | {"zh": " "}}, "picture.alt.zh"),
        ("single", {"targets": [both("甲")]}, "targets"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(
    tmp_path: Path, kind: str, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(CommandError) as refused:
        load(tmp_path, question(2, "single"), question(1, kind, **changes))
    assert f"t4-001 {field}" in str(refused.value) or f"{field}：" in str(refused.value)
    assert not Question.objects.exists()
