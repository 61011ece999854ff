import os
import resource

import pytest

from questionbank.formats import child
from questionbank.formats.found import MOST_BYTES, Found, Options
from tests.questionbank.formats.zip_files import zipped

READERS = "tests.questionbank.formats.bad_readers"


def ask(deed: str) -> Found:
    return child.run(READERS, deed.encode(), Options("题.xlsx"))


def test_what_was_found_comes_back_whole() -> None:
    found = ask("echo")
    (row,) = found.rows
    assert row.draft
    assert row.draft.stem.zh == "水是湿的。"
    assert row.tags == frozenset({("topic", "T9")})
    assert row.pictures == {"a.png": b"\x89\x00"}
    assert (found.notes[0].detail, found.columns, found.headers) == (
        "题.xlsx",
        {"题干": "stem"},
        ("题干",),
    )


@pytest.mark.parametrize(
    ("deed", "code"),
    [("abort", "too_heavy"), ("memory", "too_heavy"), ("crash", "reader_failed")],
)
def test_the_parent_survives_a_child_that_dies(deed: str, code: str) -> None:
    assert [note.code for note in ask(deed).notes] == [code]


@pytest.mark.slow
def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MOST_SECONDS", 1)
    assert ask("hang").notes[0].code == "too_heavy"


def test_a_child_writes_no_file() -> None:
    assert ask("write").notes[0].code == "reader_failed"


def test_a_child_inherits_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x")
    assert "SECRET_KEY" in os.environ
    assert "SECRET_KEY" not in ask("environment").notes[0].detail


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    found = child.run(READERS, bytes(MOST_BYTES + 1), Options())
    assert found.notes[0].code == "too_large"


@pytest.mark.slow
def test_s80_a_zip_that_unpacks_to_much_never_reaches_a_reader() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bomb = zipped({"a.xml": bytes(120 << 20)})
    found = child.run(READERS, bomb, Options())
    assert found.notes[0].code == "zip_too_large"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024
