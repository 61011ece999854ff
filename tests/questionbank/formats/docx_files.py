"""Word files as Word writes them, made by hand: a body, and whatever parts it needs."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from questionbank.formats.packages import packed

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
)
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def run(text: str, look: str = "") -> str:
    shape = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{shape}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*parts: str, level: int | None = None, number: int = 1, style: str = "") -> str:
    """A paragraph of runs, or of plain texts; `level` makes it one of list `number`."""
    runs = "".join(part if part.startswith("<") else run(part) for part in parts)
    list_of = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    shape = (f'<w:pStyle w:val="{style}"/>' if style else "") + (
        list_of if level is not None else ""
    )
    return f"<w:p>{f'<w:pPr>{shape}</w:pPr>' if shape else ''}{runs}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def xml(name: str, inside: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<{name} {_SPACES}>{inside}</{name}>".encode()


def relations(**targets: str) -> bytes:
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    inside = "".join(
        f'<Relationship Id="{name}" Type="x" Target="{target}"'
        + (' TargetMode="External"' if "://" in target else "")
        + "/>"
        for name, target in targets.items()
    )
    return f"<Relationships {space}>{inside}</Relationships>".encode()


def docx(*body: str, parts: Mapping[str, bytes] | None = None) -> bytes:
    """A file of these paragraphs; a plain text is one."""
    inside = "".join(part if part.startswith("<") else paragraph(part) for part in body)
    whole = xml("w:document", f"<w:body>{inside}</w:body>")
    named = {"[Content_Types].xml": _TYPES.encode(), "word/document.xml": whole}
    return packed({**named, **(parts or {})})
