"""Word files: what Word shows is what is read (W11), and nothing else happens."""

import struct

import pytest

from questionbank.formats.docx import read
from questionbank.formats.found import Found, Level, Options, Row
from tests.questionbank.formats.docx_files import docx, paragraph, relations, run, table, xml

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + b"\0" * 17
ASKED = ("1. 问？", "A. 甲", "B. 乙", "C. 丙")


def found(*body: str, **parts: bytes) -> Found:
    return read(docx(*body, parts={f"word/{n}": data for n, data in parts.items()}), Options())


def one(*body: str, **parts: bytes) -> Row:
    (row,) = found(*body, **parts).rows
    return row


def codes(whole: Found) -> list[str]:
    return [note.code for note in (*whole.notes, *(n for row in whole.rows for n in row.notes))]


def options(row: Row) -> list[str]:
    assert row.draft is not None
    return [option.zh for option in row.draft.options]


def lists(*levels: tuple[str, str], start: int = 1) -> bytes:
    inside = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start if not at else 1}"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    return xml(
        "w:numbering",
        f'<w:abstractNum w:abstractNumId="7">{inside}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>',
    )


def test_plain_paragraphs_are_read() -> None:
    whole = found(*ASKED, "答案：B")
    assert codes(whole) == []
    assert options(whole.rows[0]) == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    "form", [("decimal", "%1."), ("decimal", "%1、"), ("decimal", "第%1题"), ("decimal", "（%1）")]
)
def test_w11_automatic_numbers_are_counted_out(form: tuple[str, str]) -> None:
    body = [
        part
        for stem in ("甲问？", "乙问？")
        for part in (
            paragraph(stem, level=0),
            *(paragraph(option, level=1) for option in ("是", "否", "都不")),
            "答案：B",
        )
    ]
    whole = found(*body, **{"numbering.xml": lists(form, ("upperLetter", "%2."))})
    assert [row.where for row in whole.rows] == ["1", "2"]
    assert [row.draft.key for row in whole.rows if row.draft] == [(1,), (1,)]
    assert options(whole.rows[1]) == ["是", "否", "都不"]
    assert codes(whole) == []


def test_w11_numbers_may_come_from_a_style_and_start_anywhere() -> None:
    styles = xml(
        "w:styles",
        '<w:style w:styleId="Q"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
    )
    whole = found(
        paragraph("甲问？", style="Q"),
        *ASKED[1:],
        "答案：A",
        **{"numbering.xml": lists(("decimal", "%1."), start=5), "styles.xml": styles},
    )
    assert [row.where for row in whole.rows] == ["5"]


def test_w11_text_in_tables_is_read() -> None:
    whole = found(
        "1. 问？", table(("A. 甲", "B. 乙"), ("C. 丙", "D. 丁")),
        "2. 又问？", *ASKED[1:],
        "参考答案", table(("题号", "1", "2"), ("答案", "D", "A")),
    )  # fmt: skip
    assert [row.draft.key for row in whole.rows if row.draft] == [(3,), (0,)]
    assert options(whole.rows[0]) == ["甲", "乙", "丙", "丁"]
    assert codes(whole) == []


def test_w11_text_boxes_are_read_once() -> None:
    inside = f"<w:txbxContent>{paragraph('答案：C')}</w:txbxContent>"
    box = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
        f"{inside}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    row = one(*ASKED, paragraph(box))
    assert row.draft is not None
    assert row.draft.key == (2,)
    assert row.notes == ()


def test_w11_tracked_changes_are_taken_as_accepted_and_told() -> None:
    changed = (
        run("答案：")
        + '<w:del w:id="1"><w:r><w:delText>A</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2">{run("B")}</w:ins>'
    )
    whole = found(*ASKED, paragraph(changed))
    assert [row.draft.key for row in whole.rows if row.draft] == [(1,)]
    assert codes(whole) == ["tracked_changes"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("chunk.htm", "<p>1. 问？</p><p>A. 甲<br>B. 乙</p><p>答案：B</p>".encode()),
        ("chunk.txt", "1. 问？\nA. 甲\nB. 乙\n答案：B".encode()),
        (
            "chunk.mht",
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
            "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
            "<html><p>1. 问？</p><p>A. 甲</p><p>B. 乙</p><p>答案：B</p></html>\n--x--\n".encode(),
        ),
    ],
)
def test_w11_a_body_in_another_format_is_read_and_told(name: str, data: bytes) -> None:
    parts = {name: data, "_rels/document.xml.rels": relations(rId9=name)}
    whole = found('<w:altChunk r:id="rId9"/>', **parts)
    assert [row.draft.key for row in whole.rows if row.draft] == [(1,)]
    assert codes(whole) == ["docx_foreign_read"]


def test_w11_a_body_that_cannot_be_read_is_an_error_never_an_empty_success() -> None:
    parts = {"a.rtf": b"{\\rtf1}", "_rels/document.xml.rels": relations(rId9="a.rtf")}
    whole = found('<w:altChunk r:id="rId9"/>', **parts)
    assert [(n.level, n.code) for n in whole.notes] == [
        (Level.ERROR, "docx_foreign_body"),
        (Level.ERROR, "nothing_found"),
    ]


def test_w11_formulas_become_latex() -> None:
    part = (
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den>"
        "</m:f><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup>"
        "</m:sSup></m:oMath>"
    )
    whole = found(paragraph("1. 求", part, "？"), *ASKED[1:], "答案：A")
    assert whole.rows[0].draft is not None
    assert whole.rows[0].draft.stem.zh == "求$\\frac{1}{2}x^{2}$？"
    assert codes(whole) == ["formula_read"]


@pytest.mark.parametrize(
    "lost",
    [
        "<m:oMath><m:m><m:mr><m:e><m:r><m:t>1</m:t></m:r></m:e></m:mr></m:m></m:oMath>",
        '<w:r><w:object><v:imagedata r:id="rId1"/><o:OLEObject/></w:object></w:r>',
        "<w:r><w:instrText>eq \\f(1,2)</w:instrText></w:r>",
    ],
)
def test_w11_a_formula_that_is_lost_is_told_at_its_question(lost: str) -> None:
    row = one(paragraph("1. 求", lost, "？"), *ASKED[1:], "答案：A")
    assert [note.code for note in row.notes] == ["formula_lost"]


def test_w11_pictures_of_stems_and_options_are_kept() -> None:
    shown = '<w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r>'
    row = one(
        paragraph("1. 看图", shown, "？"),
        paragraph("A. 甲", shown),
        paragraph("B. 乙"),
        "答案：A",
        **{"media/image1.png": PNG, "_rels/document.xml.rels": relations(rId1="media/image1.png")},
    )
    assert row.draft is not None
    assert row.draft.stem.zh == "看图 ？"
    assert row.draft.picture is not None
    assert row.draft.picture.digest == "raw:image1.png"
    assert [image is not None for image in row.draft.option_pictures] == [True, False]
    assert row.pictures == {"image1.png": PNG}
    assert row.notes == ()


@pytest.mark.parametrize("target", ["media/image1.emf", "media/image1.wmf", "https://a.example/b"])
def test_w11_pictures_that_cannot_be_kept_are_told(target: str) -> None:
    shown = '<w:r><w:pict><v:shape><v:imagedata r:id="rId1"/></v:shape></w:pict></w:r>'
    whole = found(
        paragraph("1. 看图", shown, "？"), *ASKED[1:], "答案：A",
        **{"media/image1.emf": b"\1\0\0\0", "media/image1.wmf": b"\xd7\xcd\xc6\x9a",
           "_rels/document.xml.rels": relations(rId1=target)},
    )  # fmt: skip
    assert "picture_lost" in codes(whole)
    assert whole.rows[0].pictures == {}


@pytest.mark.parametrize(
    "look",
    [
        '<w:color w:val="FF0000"/>',
        "<w:b/>",
        '<w:highlight w:val="yellow"/>',
        '<w:color w:val="C00000"/>',
    ],
)
def test_w11_a_key_told_only_by_its_look_is_never_a_key(look: str) -> None:
    row = one("1. 问？", "A. 甲", paragraph(run("B. 乙", look)), "C. 丙")
    assert row.draft is not None
    assert row.draft.key == ()
    assert ("key_only_by_colour", "B") in [(note.code, note.detail) for note in row.notes]


def test_raised_and_lowered_signs_are_kept() -> None:
    row = one(
        paragraph("1. H", run("2", '<w:vertAlign w:val="subscript"/>'), "O 有 10",
                  run("6", '<w:vertAlign w:val="superscript"/>'), " 个？"),
        *ASKED[1:], "答案：A",
    )  # fmt: skip
    assert row.draft is not None
    assert row.draft.stem.zh == "H₂O 有 10⁶ 个？"


def test_ticks_of_symbol_fonts_are_keys_of_judgements() -> None:
    tick = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    row = one(paragraph("1. 天是蓝的。（", tick, "）"))
    assert row.draft is not None
    assert (row.draft.kind, row.draft.key) == ("truefalse", (0,))


def test_the_old_format_is_refused_by_name() -> None:
    whole = read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Options())
    assert [note.code for note in whole.notes] == ["doc_old"]


def test_a_zip_that_is_no_word_file_is_refused() -> None:
    whole = read(docx("x")[:-30], Options())
    assert [note.code for note in whole.notes] == ["zip_broken"]


def test_entities_are_refused() -> None:
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><document><body>&b;</body></document>'
    )
    whole = read(docx("x", parts={"word/document.xml": bomb}), Options())
    assert [note.code for note in whole.notes] == ["xml_entities"]
    assert whole.rows == ()


@pytest.mark.slow
def test_a_bomb_is_refused_by_what_it_unpacks_to() -> None:
    whole = read(docx("x", parts={"word/media/a.png": bytes(120 << 20)}), Options())
    assert [note.code for note in whole.notes] == ["zip_too_large"]


def test_a_file_without_text_is_never_a_success() -> None:
    assert [note.code for note in found().notes] == ["nothing_found"]
