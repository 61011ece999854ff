"""Packages of QTI (Q1): by the manifest, then by root elements; pictures beside; safe zips."""

import io
import zipfile
from collections.abc import Callable

import pytest

from questionbank.formats.packages import packed
from questionbank.formats.qti import read
from tests.questionbank.formats.qti_items import choices, declared, item, labels, old_item, pays
from tests.questionbank.formats.qti_items import equal as same
from tests.questionbank.formats.xml_files import NO_OPTIONS, codes, draft, errors, picture


def manifest(*paths: str, attribute: str = "href") -> bytes:
    inside = "".join(
        f'<resource {attribute}="{path}" identifier="r{place}" type="imsqti_item_xmlv2p1">'
        f'<file href="{path}"/></resource>'
        for place, path in enumerate(paths)
    )
    space = 'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:bb="urn:bb"'
    text = f'<?xml version="1.0"?><manifest {space}><resources>{inside}</resources></manifest>'
    return text.encode()


def named(ident: str) -> bytes:
    return item(declared("A"), choices("A", "B"), ident=ident).encode()


def test_q1_items_are_read_in_the_order_of_the_manifest_and_others_last() -> None:
    files = {
        "a.xml": named("first by name"),
        "z/item.xml": named("first by manifest"),
        "b/item.xml": named("second by manifest"),
        "imsmanifest.xml": manifest("z/item.xml", "b/item.xml"),
    }
    rows = read(packed(files), NO_OPTIONS).rows
    assert [row.ref for row in rows] == ["first by manifest", "second by manifest", "first by name"]


def test_q1_a_package_without_a_manifest_is_read_by_root_elements() -> None:
    files = {"x/one.xml": named("q"), "test.xml": b"<assessmentTest/>", "notes.txt": b"x"}
    assert [row.ref for row in read(packed(files), NO_OPTIONS).rows] == ["q"]


def test_q1_a_manifest_in_a_folder_counts_from_there() -> None:
    files = {"quiz/items/a.xml": named("q"), "quiz/imsmanifest.xml": manifest("items/a.xml")}
    assert [row.ref for row in read(packed(files), NO_OPTIONS).rows] == ["q"]


def test_q1_pictures_stand_beside() -> None:
    body = '<p><img src="../images/a%20b.png" alt="图"/></p>' + choices("A", "B")
    data = picture()
    files = {"items/q.xml": item(declared("A"), body).encode(), "images/a b.png": data}
    row = read(packed(files), NO_OPTIONS).rows[0]
    assert list(row.pictures.values()) == [data]
    assert not row.wrong


OLD = old_item(labels({"a": "甲", "b": "乙"}), [pays(same("b"))])


def quiz(ident: str) -> bytes:
    inside = f'<assessment ident="{ident}"><section>{OLD}</section></assessment>'
    return f"<questestinterop>{inside}</questestinterop>".encode()


def test_q1_blackboard_names_its_files_by_its_own_attribute() -> None:
    found = OLD.replace("&lt;p&gt;", '&lt;img src="@X@EmbeddedFile.location@X@a.png"&gt;&lt;p&gt;')
    text = f"<questestinterop><assessment><section>{found}</section></assessment></questestinterop>"
    files = {
        "res00001.dat": text.encode(),
        "res00001/a.png": picture(),
        "imsmanifest.xml": manifest("res00001.dat", attribute="bb:file"),
    }
    row = read(packed(files), NO_OPTIONS).rows[0]
    assert draft(row).picture is not None
    assert not row.wrong


def test_canvas_writes_each_quiz_twice_and_it_is_read_once() -> None:
    files = {
        "g1/assessment_qti.xml": quiz("g1"),
        "non_cc_assessments/g1.xml.qti": quiz("g1"),
        "imsmanifest.xml": manifest("g1/assessment_qti.xml", "non_cc_assessments/g1.xml.qti"),
    }
    assert len(read(packed(files), NO_OPTIONS).rows) == 1


def test_a_stimulus_that_items_point_to_is_copied_into_each() -> None:
    point = '<assessmentStimulusRef identifier="s" href="../s.xml"/>'
    text = item(declared("A") + point, choices("A", "B")).encode()
    space = 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"'
    body = "<qti-stimulus-body><p>材料</p></qti-stimulus-body>"
    shared = f"<qti-assessment-stimulus {space}>{body}</qti-assessment-stimulus>".encode()
    row = read(packed({"items/q.xml": text, "s.xml": shared}), NO_OPTIONS).rows[0]
    assert draft(row).stem.zh.startswith("材料 ")
    assert errors(read(packed({"items/q.xml": text}), NO_OPTIONS).rows[0]) == ["stimulus_missing"]


def test_material_that_an_item_includes_is_copied_into_it() -> None:
    point = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="passage.xml"/>'
    text = item(declared("A"), point + choices("A", "B")).encode()
    row = read(packed({"q.xml": text, "passage.xml": "<div>材料</div>".encode()}), NO_OPTIONS).rows[
        0
    ]
    assert draft(row).stem.zh.startswith("材料 ")
    assert errors(read(text, NO_OPTIONS).rows[0]) == ["stimulus_missing"]


@pytest.mark.parametrize(("count", "rows"), [(5_000, 5_000), (5_001, 0)])
def test_more_than_five_thousand_questions_are_refused_whole(count: int, rows: int) -> None:
    found = read(b"<questestinterop>" + b"<item/>" * count + b"</questestinterop>", NO_OPTIONS)
    assert len(found.rows) == rows
    assert ("too_many" in errors(found)) == (rows == 0)


def test_one_broken_file_is_named_and_the_others_are_read() -> None:
    found = read(packed({"a.xml": b"<assessmentItem>", "b.xml": named("q")}), NO_OPTIONS)
    assert [row.ref for row in found.rows] == ["q"]
    assert [note.detail[:6] for note in found.notes if note.code == "xml_broken"] == ["a.xml "]


def evil(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, named("q"))
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: evil("../../q.xml"), "zip_path"),
        (lambda: evil("/q.xml"), "zip_path"),
        (lambda: packed({"q.xml": b" " * (120 * 1024 * 1024)}), "zip_too_large"),
        (lambda: packed({f"{n}.xml": b"x" for n in range(2_500)}), "zip_too_large"),
        (lambda: b"PK\x03\x04" + b"x" * 40, "zip_broken"),
    ],
    ids=["s82-up", "s82-absolute", "s80-bomb", "s80-entries", "broken"],
)
def test_unsafe_zips_are_refused_whole(data: Callable[[], bytes], code: str) -> None:
    found = read(data(), NO_OPTIONS)
    assert found.rows == ()
    assert codes(found) == [code]


def test_s82_a_zip_in_a_zip_is_named_and_its_items_are_not_read() -> None:
    found = read(packed({"inner.zip": packed({"q.xml": named("q")})}), NO_OPTIONS)
    assert found.rows == ()
    assert codes(found) == ["zip_in_zip", "not_this_format"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html/>", "not_this_format"),
        (b"<questestinterop/>", "nothing_found"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><questestinterop/>", "xml_entities"),
        (b"<objectbank/>", "nothing_found"),
        (b"", "nothing_found"),
        (b"\x00\x01", "not_text"),
    ],
)
def test_what_holds_no_item_is_refused_by_name(data: bytes, code: str) -> None:
    found = read(data, NO_OPTIONS)
    assert found.rows == ()
    assert code in errors(found)
