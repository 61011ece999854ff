"""The parts of an xlsx beside its cells: names, relations, number formats, rich text, pictures.

The zip was looked into by `zips.unsafe` before. A part that is missing or no XML is as an empty
one; a document type, and so every entity, is refused by the parser.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from questionbank.formats.markup.script import script
from questionbank.formats.sheet.numbers import is_date

# Format codes that a workbook does not have to write down, by their numbers.
_DATES = (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))
_BUILT_IN = dict.fromkeys(_DATES, "yyyy-m-d") | dict(
    enumerate(("General", "0", "0.00", "#,##0", "#,##0.00"))
)
_BUILT_IN |= {9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 49: "@"}
_EMPTY = Element("empty")


def local(element: Element) -> str:
    """The name without its namespace, which differs between the two kinds of xlsx."""
    return element.tag.rpartition("}")[2]


def named(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if local(element) == name)


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name: r:id and id alike."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


@dataclass(frozen=True, slots=True)
class Package:
    """An open xlsx. Raises Forbidden from `xml` for a document type."""

    archive: zipfile.ZipFile

    @classmethod
    def of(cls, data: bytes) -> "Package":
        return cls(zipfile.ZipFile(io.BytesIO(data)))

    def bytes(self, name: str) -> bytes:
        try:
            return self.archive.read(name)
        except (KeyError, zipfile.BadZipFile, OSError, EOFError, NotImplementedError):
            return b""

    def xml(self, name: str) -> Element:
        data = self.bytes(name)
        try:
            return fromstring(data, forbid_dtd=True) if data else _EMPTY
        except DefusedXmlException as error:
            raise Forbidden(name) from error
        except (ParseError, ValueError, LookupError, RecursionError):
            return _EMPTY

    def related(self, name: str) -> dict[str, str]:
        """Relation id -> part, of a part; targets outside of the package are left out."""
        folder, _slash, file = name.rpartition("/")
        relations = self.xml(f"{folder}/_rels/{file}.rels".lstrip("/"))
        return {
            attribute(relation, "Id"): posixpath.normpath(
                target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            )
            for relation in named(relations, "Relationship")
            if (target := attribute(relation, "Target"))
            and attribute(relation, "TargetMode") != "External"
        }


class Forbidden(ValueError):
    """A part of the package declares a document type."""


def sheets(package: Package) -> dict[str, str]:
    """Name of each sheet -> its part."""
    parts = package.related("xl/workbook.xml")
    found = named(package.xml("xl/workbook.xml"), "sheet")
    return {attribute(s, "name"): parts.get(attribute(s, "id"), "") for s in found}


def formats(package: Package) -> list[str]:
    """The format code of each cell style, by its number."""
    styles = package.xml("xl/styles.xml")
    own = {attribute(f, "numFmtId"): attribute(f, "formatCode") for f in named(styles, "numFmt")}
    styled = next(named(styles, "cellXfs"), _EMPTY)
    numbers = [attribute(xf, "numFmtId") or "0" for xf in styled]
    return [own.get(n) or _BUILT_IN.get(int(n) if n.isdigit() else 0, "General") for n in numbers]


def plain_formats(codes: list[str]) -> frozenset[int]:
    """The styles under which a number is shown as it is; dates are left to calamine."""
    return frozenset(
        at for at, code in enumerate(codes) if code in ("General", "@") or is_date(code)
    )


@dataclass(frozen=True, slots=True)
class Rich:
    """A text with sub- or superscripts; `lost` are those that Unicode does not have."""

    text: str
    lost: str = ""


def rich_texts(package: Package) -> dict[int, Rich]:
    """The shared texts with raised or lowered parts, by their number."""
    data = package.bytes("xl/sharedStrings.xml")
    if b"vertAlign" not in data:
        return {}
    items = named(package.xml("xl/sharedStrings.xml"), "si")
    turned = (
        (at, si) for at, si in enumerate(items) if next(named(si, "vertAlign"), None) is not None
    )
    return {at: rich(si) for at, si in turned}


def rich(item: Element) -> Rich:
    text, lost = "", ""
    for run in named(item, "r"):
        piece = "".join(t.text or "" for t in named(run, "t"))
        turn = next((attribute(v, "val") for v in named(run, "vertAlign")), "")
        if turn in ("subscript", "superscript"):
            piece, whole = script("sub" if turn == "subscript" else "sup", piece)
            lost += "" if whole else piece
        text += piece
    return Rich(text, lost)


_KINDS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
Placed = dict[tuple[int, int], list[tuple[str, bytes, str]]]


def pictures(package: Package, part: str) -> Placed:
    """The pictures that float over a sheet, by the cell of their upper left corner, each with what
    it shows in words."""
    found: Placed = {}
    for drawing in package.related(part).values():
        if "drawing" not in drawing or not drawing.endswith(".xml"):
            continue
        media = package.related(drawing)
        for anchor in package.xml(drawing):
            corner = next(named(anchor, "from"), _EMPTY)
            where = {local(child): child.text or "" for child in corner}
            for name in _shown(anchor, media):
                at = (_number(where.get("row", "")), _number(where.get("col", "")))
                alt = next((attribute(p, "descr") for p in named(anchor, "cNvPr")), "")
                found.setdefault(at, []).append((name, package.bytes(name), alt))
    return found


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 8 else 0


def _shown(element: Element, media: dict[str, str]) -> Iterator[str]:
    for blip in named(element, "blip"):
        if name := media.get(attribute(blip, "embed")):
            yield name


def cell_images(package: Package) -> dict[str, tuple[str, bytes]]:
    """WPS keeps pictures inside cells in a part of its own, by the name that the formula gives."""
    media = package.related("xl/cellimages.xml")
    found: dict[str, tuple[str, bytes]] = {}
    for image in named(package.xml("xl/cellimages.xml"), "cellImage"):
        names = [attribute(shape, "name") for shape in named(image, "cNvPr")]
        for part in _shown(image, media):
            found |= {name: (part, package.bytes(part)) for name in names}
    return found


def is_picture(data: bytes) -> bool:
    return data.startswith(_KINDS)
