"""Interactions of QTI 2 and 3 on a picture where one tap answers: hotspots."""

from xml.etree.ElementTree import Element

from questionbank.formats.found import error
from questionbank.formats.markup import Shown, xml
from questionbank.formats.markup.fields import size
from questionbank.formats.markup.numbers import number
from questionbank.formats.markup.refusal import Refusal
from questionbank.formats.moodle.areas import thousandths
from questionbank.formats.qti.qti2_kinds import Asked, choices_of, key_of, names_of
from questionbank.formats.qti.qti2_tree import real
from questionbank.rules.question import NO_TEXT, Area, Draft, Image, clean_line


def hotspot(asked: Asked) -> Draft:
    """One of several places is right; with more than one to find, it is not ours."""
    places = choices_of(asked, "hotspotchoice")
    several = asked.declared.cardinality != "single" and asked.element.get("maxchoices") != "1"
    right, notes = key_of(asked, names_of(places), several=several)
    if len(right) != 1:
        raise Refusal(error("kind_not_supported", "type", "hotspotInteraction (several)"))
    asked.fields.notes += notes
    chosen = [place for place in places if place.get("identifier", "") in right]
    return _drawn(asked, chosen)


def point(asked: Asked) -> Draft:
    """A tap anywhere: the areas that earn most are right."""
    earned = [(entry, real(entry.get("mappedvalue")) or 0.0) for entry in asked.declared.areas]
    most = max((points for _, points in earned), default=0.0)
    if most <= 0 or asked.declared.cardinality != "single":
        raise Refusal(error("no_key", "areas"))
    return _drawn(asked, [entry for entry, points in earned if points == most])


def _drawn(asked: Asked, places: list[Element]) -> Draft:
    picture, measured = _picture(asked)
    areas = tuple(_area(place, measured) for place in places)
    return Draft("hotspot", NO_TEXT, areas=areas, picture=picture)


def _picture(asked: Asked) -> tuple[Image, tuple[int, int]]:
    """The picture and the size that its coordinates mean. Raises Refusal without one."""
    for element in asked.element.iter():
        if element.tag in ("object", "img"):
            name = element.get("data") or element.get("src") or ""
            alt = element.get("alt", "") or clean_line(xml.words(element))
            image = asked.fields.image(Shown(name, alt), "picture")
            if image:
                return image, _measured(element, asked, image)
    raise Refusal(error("picture_missing", "picture"))


def _measured(element: Element, asked: Asked, image: Image) -> tuple[int, int]:
    wide, high = real(element.get("width")), real(element.get("height"))
    if wide and high and wide >= 1 and high >= 1:
        return int(wide), int(high)
    found = size(asked.fields.pictures[image.digest.removeprefix("raw:")])
    if found is None:
        raise Refusal(error("picture_kind", "picture"))
    return found


def _area(place: Element, picture: tuple[int, int]) -> Area:
    shape = place.get("shape", "default").lower()
    if shape == "default":
        return Area("rect", (0, 0, 1000, 1000))
    found = [number(part) for part in place.get("coords", "")[:1000].split(",")]
    if None in found or shape not in ("rect", "circle", "poly"):
        raise Refusal(error("area_unreadable", "areas", f"{shape} {place.get('coords', '')}"))
    return thousandths(shape, [float(n) for n in found if n is not None], picture)
