"""Every frame is in docs/protocol.md, and has a golden example that both sides accept."""

import importlib
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from tests.house import tree

PAGE, HALLS = "docs/protocol.md", "docs/halls.md"
GOLDEN = tree.ROOT / "tests" / "protocol"
HALL_MODULES = [f"quiz.sittings.{name}" for name in ("protocol", "frames", "desk_frames")]
MODULES = [
    *(f"{app}.protocol" for app in tree.APPS if f"{app}/protocol.py" in tree.files()),
    *HALL_MODULES,
]


def page(name: str) -> str:
    """The page that describes the frames of a module."""
    return HALLS if name in HALL_MODULES else PAGE


def module(name: str) -> ModuleType:
    return importlib.import_module(name)


def frames(name: str) -> dict[str, Any]:
    """Tagged structs of a protocol module, by the word that `t` holds."""
    found = [
        each
        for each in vars(module(name)).values()
        if isinstance(each, type) and issubclass(each, msgspec.Struct)
    ]
    return {
        str(each.__struct_config__.tag): each
        for each in found
        if each.__struct_config__.tag and each.__module__ == name
    }


ALL = [(name, tag) for name in MODULES for tag in frames(name)]


def golden(name: str, tag: str) -> list[Path]:
    """The examples of one frame: `tag.json`, or `tag_*.json` when there are several."""
    folder = GOLDEN / "hall" if name in HALL_MODULES else GOLDEN
    return [*folder.glob(f"{tag}.json"), *folder.glob(f"{tag}[-_.]*.json")]


def sections(name: str, tag: str) -> str:
    """What stands under the headings that name the frame, up to the next heading."""
    parts = re.split(r"^(?=##+ )", tree.text(page(name)), flags=re.MULTILINE)
    return "".join(part for part in parts if f"`{tag}`" in part.partition("\n")[0])


@pytest.mark.parametrize(("name", "tag"), ALL)
def test_a_frame_is_documented_with_all_its_fields(name: str, tag: str) -> None:
    text = sections(name, tag)
    fields = frames(name)[tag].__struct_encode_fields__
    assert [field for field in fields if f"`{field}`" not in text] == []


@pytest.mark.parametrize("name", MODULES)
def test_what_frames_hold_is_documented_with_all_its_fields(name: str) -> None:
    inside = [
        each
        for each in vars(module(name)).values()
        if isinstance(each, type) and issubclass(each, msgspec.Struct)
        if each.__module__ == name and not each.__struct_config__.tag
    ]
    fields = {field for each in inside for field in each.__struct_encode_fields__}
    assert [field for field in fields if f"`{field}`" not in tree.text(page(name))] == []


@pytest.mark.parametrize(("name", "tag"), ALL)
def test_a_frame_has_an_example_of_its_own_shape(name: str, tag: str) -> None:
    struct = frames(name)[tag]
    examples = golden(name, tag)
    assert examples, f"tests/protocol/{tag}.json is missing"
    for example in examples:
        frame = json.loads(example.read_bytes())
        assert frame["t"] == tag
        assert set(frame) - {"t"} <= set(struct.__struct_encode_fields__), example.name
        msgspec.json.decode(example.read_bytes(), type=struct)


@pytest.mark.parametrize(
    "code",
    sorted({value for key, value in vars(module("quiz.protocol").Close).items() if key.isupper()}),
)
def test_a_close_code_is_documented(code: int) -> None:
    assert str(code) in tree.text(PAGE)


def test_every_error_code_is_documented() -> None:
    codes = set(module("quiz.messages").MESSAGES)
    pages = tree.text(PAGE) + tree.text(HALLS)
    assert [code for code in codes if f"`{code}`" not in pages] == []
