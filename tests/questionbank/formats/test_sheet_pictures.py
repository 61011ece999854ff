"""C15: pictures that lie over cells, and those that WPS keeps inside them."""

import base64
import io
import zipfile

from questionbank.formats.found import Row
from questionbank.rules.question import Image
from tests.questionbank.formats.table_files import codes, opened, read_xlsx, write

HEADER = ["题型", "题干", "A", "B", "C", "答案", "备注"]
GOOD = ["单选题", "地球是什么？", "行星", "恒星", "卫星", "A"]
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
WPS = "http://www.wps.cn/officeDocument/2017/etCustomData"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_picture(*columns: int) -> Row:
    data, book = opened()
    page = book.add_worksheet("题")
    write(page, 0, HEADER)
    write(page, 1, GOOD)
    for column in columns:
        page.insert_image(1, column, "a.png", {"image_data": io.BytesIO(PNG)})
    book.close()
    (row,) = read_xlsx(data.getvalue()).rows
    return row


def test_a_picture_over_the_stem_is_the_stems() -> None:
    row = with_picture(1)
    assert row.draft
    assert row.draft.picture == Image("raw:image1.png")
    assert (dict(row.pictures), codes(row)) == ({"image1.png": PNG}, [])


def test_a_picture_over_an_option_is_that_options() -> None:
    row = with_picture(3)
    assert row.draft
    assert row.draft.option_pictures == (None, Image("raw:image1.png"), None)


def test_a_picture_elsewhere_in_the_line_is_the_stems_with_a_warning() -> None:
    row = with_picture(6)
    assert row.draft
    assert row.draft.picture
    assert codes(row) == ["picture_by_line"]


def in_cell(*, present: bool) -> Row:
    data, book = opened()
    page = book.add_worksheet("题")
    write(page, 0, HEADER)
    write(page, 1, GOOD)
    page.write_formula(1, 6, '=_xlfn.DISPIMG("ID_0A",1)', None, '=DISPIMG("ID_0A",1)')
    book.close()
    if present:
        with zipfile.ZipFile(data, "a") as package:
            for name, part in wps_parts().items():
                package.writestr(name, part)
    (row,) = read_xlsx(data.getvalue()).rows
    return row


def wps_parts() -> dict[str, bytes]:
    images = (
        f'<etc:cellImages xmlns:etc="{WPS}" xmlns:xdr="{DRAWING}/spreadsheetDrawing"'
        f' xmlns:a="{DRAWING}/main" xmlns:r="{OFFICE}"><etc:cellImage><xdr:pic>'
        '<xdr:nvPicPr><xdr:cNvPr id="2" name="ID_0A"/></xdr:nvPicPr>'
        '<xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic></etc:cellImage>'
        "</etc:cellImages>"
    )
    relations = (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/image"'
        ' Target="media/image9.png"/></Relationships>'
    )
    return {
        "xl/cellimages.xml": images.encode(),
        "xl/_rels/cellimages.xml.rels": relations.encode(),
        "xl/media/image9.png": PNG,
    }


def test_a_picture_inside_a_cell_of_wps_is_found_by_its_name() -> None:
    row = in_cell(present=True)
    assert row.draft
    assert row.draft.picture == Image("raw:image9.png")
    assert dict(row.pictures) == {"image9.png": PNG}


def test_a_picture_that_is_not_in_the_file_is_an_error_naming_its_cell() -> None:
    data, book = opened()
    page = book.add_worksheet("题")
    write(page, 0, HEADER[:6])
    write(page, 1, GOOD)
    page.write_formula(1, 2, '=_xlfn.DISPIMG("ID_0A",1)', None, '=DISPIMG("ID_0A",1)')
    book.close()
    (row,) = read_xlsx(data.getvalue()).rows
    assert codes(row) == ["picture_missing"]
    assert row.notes[0].detail.startswith("题!C2")
