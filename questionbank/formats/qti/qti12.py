"""Items of QTI 1.2 (Canvas, Blackboard, Brightspace, old OpenOlat, Common Cartridge) to rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from questionbank.formats.found import Row, error
from questionbank.formats.markup import Plain, xml
from questionbank.formats.markup.fields import Fields
from questionbank.formats.markup.refusal import Refusal
from questionbank.formats.markup.rows import About
from questionbank.formats.qti.qti2_values import Unclear
from questionbank.formats.qti.qti12_asked import Asked
from questionbank.formats.qti.qti12_body import explained, joined, leftovers, material, stem_of
from questionbank.formats.qti.qti12_kinds import kind_of
from questionbank.formats.qti.qti12_score import Machine12
from questionbank.formats.qti.qti12_write import KEYWORD
from questionbank.rules.question import Draft


@dataclass(frozen=True, slots=True)
class Item:
    """One item, and the material that it shares with others."""

    element: Element
    shared: Plain = Plain()  # noqa: RUF009 (frozen, so one is as good as many)

    @property
    def title(self) -> str:
        return self.element.get("title", "")


def items(root: Element) -> Iterator[Item]:
    """Every item in order. Text that belongs to others is no item, and goes into each of them."""
    by_name = {one.get("ident"): one for one in root.iter("item") if one.get("ident")}
    parents = {_parent(one) for one in root.iter("item")} - {""}
    sections = _sections(root)
    for one in root.iter("item"):
        if one.get("ident", "") in parents:
            continue
        parent = by_name.get(_parent(one))
        own = [stem_of(parent)] if parent is not None else []
        yield Item(one, joined([*sections.get(id(one), ()), *own]))


def _parent(item: Element) -> str:
    return facts_of(item).get("parent_stimulus_item_ident", "")


def _sections(root: Element) -> dict[int, tuple[Plain, ...]]:
    """The material that stands at the head of a section, for each item directly in it."""
    found: dict[int, tuple[Plain, ...]] = {}
    for section in root.iter("section"):
        head = xml.child(section, "presentation_material")
        if head is not None:
            found |= {id(one): (material(head),) for one in xml.children(section, "item")}
    return found


def facts_of(item: Element) -> Mapping[str, str]:
    """What the item's metadata says, names in lower case."""
    said: dict[str, str] = {}
    meta = xml.child(item, "itemmetadata")
    for element in meta.iter() if meta is not None else ():
        if element.tag == "qtimetadatafield":
            label = xml.words(xml.child(element, "fieldlabel")).strip().lower()
            said[label] = xml.words(xml.child(element, "fieldentry")).strip()
        elif len(element) == 0 and element.tag not in ("fieldlabel", "fieldentry"):
            said.setdefault(element.tag, xml.words(element).strip())
    return said


def keywords_of(item: Element) -> Iterator[str]:
    """Words of ours that stand in the item's metadata."""
    for element in item.iter("qtimetadatafield"):
        if xml.words(xml.child(element, "fieldlabel")).strip() == KEYWORD:
            yield xml.words(xml.child(element, "fieldentry"))


def item(found: Item, about: About, fields: Fields) -> Row:
    """The row of one item."""
    try:
        draft = _draft(found, fields)
    except Refusal as refusal:
        return about.refused(refusal.note, fields.notes)
    except Unclear as unclear:
        return about.refused(error("key_unclear", "key", str(unclear)), fields.notes)
    return about.row(draft, fields)


def _draft(found: Item, fields: Fields) -> Draft:
    element = found.element
    asked = Asked(element, facts_of(element), Machine12(element), fields)
    draft = kind_of(asked)(asked)
    solution = explained(element)
    fields.notes += leftovers(element)
    stem, picture = fields.shown(joined([found.shared, stem_of(element)]), "stem")
    return replace(
        draft,
        stem=stem,
        picture=picture,
        explanation=fields.text(solution, "explanation"),
        source=solution.source,
    )
