from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.formats.zips import MOST_ENTRIES, is_zip, unsafe
from tests.questionbank.formats.zip_files import encrypted, lying, with_link, zipped


def zeros() -> dict[str, bytes]:
    return {"a": bytes(101 * 1024 * 1024)}


def code(data: bytes) -> str:
    note = unsafe(data)
    return note.code if note else ""


def test_an_ordinary_zip_may_be_unpacked() -> None:
    data = zipped({"a/b.xml": b"<a/>" * 100, "c.png": b"\x89PNG"})
    assert is_zip(data)
    assert code(data) == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(lambda: zipped(zeros()), "zip_too_large", id="S80-size"),
        pytest.param(lambda: lying(zeros()), "zip_too_large", id="S80-lying-header"),
        pytest.param(lambda: zipped({"a": bytes(2 << 20)}), "zip_too_large", id="S80-ratio"),
        pytest.param(
            lambda: zipped(dict.fromkeys(map(str, range(MOST_ENTRIES + 1)), b"")),
            "zip_too_large",
            id="S80-entries",
        ),
        pytest.param(lambda: zipped({"../../x": b""}), "zip_path", id="S82-slip"),
        pytest.param(lambda: zipped({"a/..\\x": b""}), "zip_path", id="S82-backslash"),
        pytest.param(lambda: zipped({"/etc/x": b""}), "zip_path", id="S82-absolute"),
        pytest.param(with_link, "zip_path", id="S82-link"),
        pytest.param(encrypted, "encrypted", id="S82-encrypted"),
        pytest.param(lambda: zipped({"a": b"abc" * 99})[:-30], "zip_broken", id="cut"),
        pytest.param(lambda: b"PK\x03\x04", "zip_broken", id="four-bytes"),
    ],
)
def test_a_zip_that_must_not_be_unpacked_is_refused_by_name(
    data: Callable[[], bytes], expected: str
) -> None:
    assert code(data()) == expected


@pytest.mark.slow
@given(st.binary(max_size=400), st.integers(0, 399), st.integers(0, 255))
def test_no_bytes_make_it_raise(data: bytes, at: int, value: int) -> None:
    unsafe(b"PK\x03\x04" + data)
    good = bytearray(zipped({"a.xml": b"hello " * 30, "b": b"x"}))
    good[at % len(good)] = value
    unsafe(bytes(good))
