"""Moodle's "drag markers onto a picture": with one marker and one place, a hotspot."""

from xml.etree.ElementTree import Element

from questionbank.formats.found import error
from questionbank.formats.markup import Shown, xml
from questionbank.formats.markup.fields import Fields, size
from questionbank.formats.markup.numbers import number
from questionbank.formats.markup.refusal import Refusal
from questionbank.rules.question import NO_TEXT, Area, Draft


def hotspot(question: Element, fields: Fields) -> Draft:
    """Raises Refusal for several markers or places, which we cannot hold."""
    markers, places = list(xml.children(question, "drag")), list(xml.children(question, "drop"))
    if len(markers) != 1 or len(places) != 1:
        raise Refusal(error("kind_not_supported", "type", "ddmarker"))
    file = xml.child(question, "file")
    picture = fields.image(Shown(file.get("name", "")), "picture") if file is not None else None
    measured = size(fields.pictures[picture.digest.removeprefix("raw:")]) if picture else None
    if picture is None or measured is None:
        raise Refusal(error("picture_missing", "picture"))
    shape = xml.words(xml.child(places[0], "shape")).strip().lower()
    pairs = _pairs(xml.words(xml.child(places[0], "coords")))
    area = scaled(shape, pairs, measured)
    if area is None:
        raise Refusal(error("area_unreadable", "areas", shape))
    return Draft("hotspot", NO_TEXT, areas=(area,), picture=picture)


def _pairs(coords: str) -> list[float]:
    """The numbers of "12,30;5" in pixels; none when one is not a number."""
    found = [number(part) for part in coords[:1000].replace(";", ",").split(",")]
    return [] if None in found else [float(n) for n in found if n is not None]


def scaled(shape: str, pixels: list[float], picture: tuple[int, int]) -> Area | None:
    """Pixels to thousandths of the picture; of a rectangle its corner and its size are given."""
    wide, high = picture
    if shape in ("rectangle", "rect") and len(pixels) == 4:
        left, top, width, height = pixels
        pixels, shape = [left, top, left + width, top + height], "rect"
    if not pixels or wide < 1 or high < 1:
        return None
    return thousandths({"polygon": "poly"}.get(shape, shape), pixels, picture)


def thousandths(shape: str, pixels: list[float], picture: tuple[int, int]) -> Area:
    """An area in thousandths: of width and height by turns, a radius of the width."""
    wide, high = picture
    lengths = [wide if place % 2 == 0 else high for place in range(len(pixels))]
    numbers = [round(1000 * n / length) for n, length in zip(pixels, lengths, strict=True)]
    return Area(shape, tuple(min(max(n, 0), 1000) for n in numbers))
