"""The parser of frames never raises, and never lets through what a bound forbids."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz import protocol
from quiz.protocol import Malformed

TOKEN = "a-token-of-twenty-characters"
GOOD: list[dict[str, Any]] = [
    {"t": "hello", "token": TOKEN, "round": "demo", "lang": "en"},
    {"t": "open", "try_no": 0},
    {"t": "answer", "attempt": 1, "slot": 0, "seq": 1, "choice": [0], "took_ms": 5},
    {"t": "answer", "attempt": 1, "slot": 0, "seq": 1, "choice": [], "took_ms": 5, "text": "光"},
    {"t": "next", "attempt": 1, "slot": 1},
    {"t": "ping", "c": 1},
    {"t": "echo", "n": 1},
]
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.lists(st.integers(), max_size=20),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=3),
    st.sampled_from([10**400, -(2**31), 2**63, "\x00", "\ud800", "1", 1.0, [[]], {}]),
)


def check(parsed: object) -> None:
    """What came out is a refusal, or a message within its bounds (encoded and read again)."""
    if isinstance(parsed, Malformed):
        assert parsed.code in ("malformed", "unknown_type")
        return
    again = protocol.parse(msgspec.json.encode(parsed))
    assert again == parsed


@given(st.one_of(st.binary(max_size=400), st.text(max_size=400)))
@settings(max_examples=600, deadline=None)
def test_anything_at_all_is_parsed_or_refused(data: bytes | str) -> None:
    check(protocol.parse(data))


@given(st.sampled_from(GOOD), st.data())
@settings(max_examples=600, deadline=None)
def test_a_good_frame_with_one_odd_field_is_within_bounds_or_refused(
    frame: dict[str, Any], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from([*frame, "extra"]))
    changed = {**frame, name: data.draw(ODD)}
    check(protocol.parse(json.dumps(changed)))


@given(st.sampled_from(GOOD), st.data())
@settings(max_examples=400, deadline=None)
def test_a_torn_or_doubled_frame_is_refused_or_read_whole(
    frame: dict[str, Any], data: st.DataObject
) -> None:
    text = json.dumps(frame)
    cut = data.draw(st.integers(0, len(text)))
    assert isinstance(protocol.parse(text[:cut]), Malformed) == (cut < len(text))
    assert isinstance(protocol.parse(text + text), Malformed)


@pytest.mark.parametrize("frame", GOOD)
def test_each_good_frame_is_read(frame: dict[str, Any]) -> None:
    assert not isinstance(protocol.parse(json.dumps(frame)), Malformed)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "malformed"),
        ("null", "malformed"),
        ("[]", "malformed"),
        ("not json", "malformed"),
        ('\ufeff{"t":"ping","c":1}', "malformed"),
        ('{"t":"ping","c":1} x', "malformed"),
        ('{"t":"ping"}', "malformed"),
        ('{"t":"ping","c":NaN}', "malformed"),
        ('{"t":"ping","c":1e400}', "malformed"),
        ('{"t":"ping","c":true}', "malformed"),
        ('{"t":"shutdown"}', "unknown_type"),
        ('{"t":""}', "unknown_type"),
        ('{"t":"watch","board":"r1:persons:44"}', "unknown_type"),
        ('{"t":5}', "malformed"),
        ('{"t":null}', "malformed"),
        ("{}", "malformed"),
        # Of a repeated key no value may be wrong, and `t` has one value only.
        ('{"t":"open","try_no":"x","try_no":1}', "malformed"),
        ('{"t":"open","try_no":1,"t":"ping","c":2}', "malformed"),
        ('{"t":"nope","t":"ping","c":1}', "malformed"),
        ('{"t":"ping","c":1,"t":"nope"}', "unknown_type"),
        ("[" * 100_000, "malformed"),
        ('{"t":"ping","c":' + "[" * 5_000 + "1" + "]" * 5_000 + "}", "malformed"),
        ('{"t":"hello","round":"x","token":"' + "a" * 17_000 + '"}', "malformed"),
        ('{"t":"hello","round":"../x","token":"' + TOKEN + '"}', "malformed"),
        ('{"t":"hello","round":"x","token":"short"}', "malformed"),
        (
            '{"t":"answer","attempt":1,"slot":0,"seq":1,"choice":["\\u0000"],"took_ms":1}',
            "malformed",
        ),
    ],
)
def test_what_is_no_frame_is_named(text: str, code: str) -> None:
    parsed = protocol.parse(text)
    assert isinstance(parsed, Malformed)
    assert parsed.code == code
    assert 0 < len(parsed.reason) <= 200


def test_of_a_key_given_twice_the_last_wins_and_unknown_keys_are_ignored() -> None:
    assert protocol.parse('{"t":"open","try_no":0,"try_no":1,"x":2}') == protocol.Open(1)
    assert protocol.parse('{"t":"ping","t":"ping","c":1}') == protocol.Ping(1)
