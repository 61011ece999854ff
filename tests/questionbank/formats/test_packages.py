"""Zips of questions: opened only when safe, and pictures found by the addresses in use."""

import io
import zipfile

import pytest

from questionbank.formats.packages import Package, opened, packed


def test_what_is_packed_is_found_again_and_the_bytes_are_the_same() -> None:
    files = {"a.xml": b"<a/>", "media/b.png": b"png"}
    assert packed(files) == packed(files)
    package, notes = opened(packed(files))
    assert package is not None
    assert dict(package.files) == files
    assert notes == ()


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("media/b.png", "items/media/b.png"),
        ("../shared/c%20d.png", "shared/c d.png"),
        ("/shared/c d.png?1", "shared/c d.png"),
        ("$IMS-CC-FILEBASE$/x.png", "web_resources/x.png"),
        ("@X@EmbeddedFile.location@X@only.gif", "res/only.gif"),
    ],
)
def test_a_picture_is_found_by_its_address(address: str, path: str) -> None:
    package = Package({path: b"data", "other.png": b""})
    assert package.beside("items/q.xml")(address) == b"data"


def test_a_name_that_two_files_have_is_not_guessed() -> None:
    package = Package({"a/x.png": b"1", "b/x.png": b"2"})
    assert package.beside("q.xml")("x.png") is None


@pytest.mark.parametrize(
    ("name", "code"), [("../../x.xml", "zip_path"), ("/etc/x.xml", "zip_path")]
)
def test_s82_paths_that_leave_the_zip_are_refused(name: str, code: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, "<a/>")
    found, notes = opened(out.getvalue())
    assert found is None
    assert notes[0].code == code


def test_s82_a_zip_in_a_zip_is_named_and_not_opened() -> None:
    package, notes = opened(packed({"inner.zip": packed({"a.xml": b"<a/>"})}))
    assert package is not None
    assert [note.code for note in notes] == ["zip_in_zip"]


def test_the_later_of_two_files_of_one_name_counts_and_is_named() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("a.xml", "first")
        zipped.writestr("./a.xml", "second")
    package, notes = opened(out.getvalue())
    assert package is not None
    assert package.files["a.xml"] == b"second"
    assert [note.code for note in notes] == ["zip_twice"]


@pytest.mark.slow
def test_s80_a_bomb_is_refused_before_it_is_unpacked() -> None:
    found, notes = opened(packed({"a.xml": b"\0" * (120 * 1024 * 1024)}))
    assert found is None
    assert notes[0].code == "zip_too_large"


def test_bytes_that_are_no_zip_are_refused() -> None:
    assert opened(b"PK\x03\x04nothing")[0] is None
