from typing import Any

import pytest

from questionbank import written_keys
from questionbank.rules.validity import OPTIONS
from questionbank.written_keys import BadKey, places

WRONG: dict[str, list[Any]] = {
    "single": [None, ["A"], True, 1, {"value": 1}],
    "multiple": [None, "AC", "A", True],
    "truefalse": [None, "A", "true", 0, 1],
    "estimate": [None, 55, "55", [55]],
    "ordering": ["A", ["A", "B", "C"]],
    "matching": ["BA", {"A": "B"}],
    "hotspot": ["A", [100, 200]],
    "text": ["光合作用", ["光合作用"]],
}


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind in WRONG for key in WRONG[kind]])
def test_a_key_of_another_kind_is_told_what_is_expected(kind: str, key: Any) -> None:
    with pytest.raises(BadKey) as refused:
        places(kind, key, options=3)
    said = str(refused.value)
    assert said == f"标准答案的写法与题型不符，应为 {written_keys.EXPECTED[kind]}"
    assert "key" in said


def test_each_kind_has_its_words() -> None:
    assert set(WRONG) == set(OPTIONS) == set(written_keys.EXPECTED)


@pytest.mark.parametrize(
    ("kind", "key", "expected"),
    [
        ("single", "B", (1,)),
        ("multiple", ["A", "C"], (0, 2)),
        ("truefalse", True, (0,)),
        ("truefalse", False, (1,)),
        ("ordering", None, (0, 1, 2)),
        ("matching", None, (0, 1, 2)),
        ("matching", ["L", "A", "B"], (11, 0, 1)),
        ("hotspot", None, ()),
        ("text", None, ()),
    ],
)
def test_the_key_of_each_kind_is_read(kind: str, key: Any, expected: tuple[int, ...]) -> None:
    assert places(kind, key, options=3) == expected


@pytest.mark.parametrize(
    ("kind", "key", "last"),
    [("single", "K", "J"), ("multiple", ["A", 3], "J"), ("matching", ["M"], "L")],
)
def test_letters_that_are_none_are_told_how_far_they_go(kind: str, key: Any, last: str) -> None:
    with pytest.raises(BadKey, match=f"A 至 {last}"):
        places(kind, key, options=3)
