"""Writes a small Word file by hand: one paragraph for each line of a question."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from questionbank.formats.docx.drawing import OPTION, SPACES, STEM, TYPES, Album
from questionbank.formats.found import Written
from questionbank.formats.packages import packed
from questionbank.formats.pasted.writer import lines

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_STYLES = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{TYPES}'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_STYLES}"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/styles.xml": (
        f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun"/>'
        '<w:sz w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="360" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults></w:styles>"
    ),
}
# A4 with margins of 2.54 cm, in twentieths of a point.
_SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" '
    'w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
)


def document(questions: Sequence[Written]) -> bytes:
    """The questions, numbered from 1; a question is kept on one page where it fits."""
    album = Album()
    body = "".join(
        part
        for number, question in enumerate(questions, start=1)
        for part in _one(number, question, album)
    )
    whole = f'<w:document xmlns:w="{_W}" {SPACES}><w:body>{body}{_SECTION}</w:body></w:document>'
    relations = (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/styles" Target="styles.xml"/>{album.relations()}</Relationships>'
    )
    parts = {**_PARTS, "word/_rels/document.xml.rels": relations, "word/document.xml": whole}
    texts = {name: (_HEAD + text).encode() for name, text in parts.items()}
    return packed({**texts, **album.files})


def _one(number: int, question: Written, album: Album) -> Iterator[str]:
    """A picture stands at the end of its line: the stem is the first, options come next."""
    draft = question.draft
    texts = list(lines(number, draft))
    shown = [album.drawn(draft.picture, question, STEM)]
    shown += [album.drawn(image, question, OPTION) for image in draft.option_pictures]
    for place, text in enumerate(texts):
        last = place == len(texts) - 1
        picture = shown[place] if place < len(shown) else ""
        yield _paragraph(text, "" if last else "<w:pPr><w:keepNext/></w:pPr>", picture)
    yield _paragraph("", "")


def _paragraph(text: str, look: str, picture: str = "") -> str:
    # XML has no place for the two signs that Unicode says are none.
    shown = escape(text.replace("\ufffe", "").replace("\uffff", ""))
    return f'<w:p>{look}<w:r><w:t xml:space="preserve">{shown}</w:t></w:r>{picture}</w:p>'
