"""A value has one spelling as bytes, or none at all."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules.canonical import LARGEST, encode

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0x2FF), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcxyz_1"), inner),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": 1, "a": [True, None, -3]}, '{"a":[true,null,-3],"b":1}'),
        ({"名".encode().hex(): "广东省"}, '{"e5908d":"广东省"}'),
        ('a"\\\n\t\x01\x7f𬱖', '"a\\"\\\\\\n\\t\\u0001\x7f𬱖"'),
        ((), "[]"),
        (LARGEST, "9007199254740991"),
    ],
)
def test_a_value_is_written_in_one_way(value: Any, expected: str) -> None:
    assert encode(value) == expected.encode()


@pytest.mark.parametrize(
    "value",
    [
        *(1.0, 0.1, float("nan"), LARGEST + 1, -LARGEST - 1, b"bytes", {1, 2}),
        *("e\u0301", "\ud800", ["\udfff"], {"é": 1}, {1: 2}, {"a": {"b": [0.5]}}),
    ],
)
def test_what_could_be_written_in_two_ways_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="\\$"):
        encode(value)


@pytest.mark.slow
@given(PLAIN)
def test_what_was_read_again_is_written_the_same(value: Any) -> None:
    try:
        written = encode(value)
    except ValueError:
        return  # a text that is not in NFC
    assert encode(json.loads(written)) == written
    assert json.loads(written) == value
