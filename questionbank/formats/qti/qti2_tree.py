"""An item of QTI 2.0 to 3.0 under one set of names: `qti-choice-interaction` and
`choiceInteraction` are both `choiceinteraction`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from questionbank.formats.markup import xml
from questionbank.formats.markup.numbers import number


def renamed(root: Element) -> Element:
    """The same tree, its names changed in place; names of HTML and MathML stay."""
    for element in root.iter():
        ours = element.tag.startswith("qti-")
        tag = element.tag.removeprefix("qti-").replace("-", "") if ours else element.tag
        element.tag = tag.lower()
        plain = {name.lower(): value for name, value in element.attrib.items()}
        if ours:
            plain |= {name.replace("-", ""): value for name, value in plain.items()}
        element.attrib.clear()
        element.attrib.update(plain)
    return root


@dataclass(frozen=True, slots=True)
class Declaration:
    """A response: what it may be, what is right, and what each answer earns."""

    name: str
    cardinality: str = "single"
    kind: str = "identifier"
    correct: tuple[str, ...] = ()
    mapping: Mapping[str, float] = field(default_factory=dict)
    otherwise: float = 0.0
    bounds: tuple[float | None, float | None] = (None, None)
    areas: tuple[Element, ...] = ()

    @property
    def paying(self) -> tuple[str, ...]:
        return tuple(name for name, points in self.mapping.items() if points > 0)

    def mapped(self, chosen: frozenset[str] | tuple[str, ...]) -> float:
        total = sum(self._points(name) for name in dict.fromkeys(chosen))
        low, high = self.bounds
        total = total if low is None else max(total, low)
        return total if high is None else min(total, high)

    def _points(self, name: str) -> float:
        if name in self.mapping:
            return self.mapping[name]
        folded = {key.lower(): points for key, points in self.mapping.items()}
        return folded.get(name.lower(), self.otherwise) if self.kind == "string" else self.otherwise


def declarations(item: Element) -> dict[str, Declaration]:
    """Every response declaration of the item by its identifier."""
    found = (_declaration(element) for element in xml.children(item, "responsedeclaration"))
    return {declaration.name: declaration for declaration in found}


def _declaration(element: Element) -> Declaration:
    mapping = xml.child(element, "mapping")
    kind = element.get("basetype", "identifier").lower()
    return Declaration(
        element.get("identifier", ""),
        element.get("cardinality", "single").lower(),
        kind,
        tuple(tidy(xml.words(value), kind) for value in _values(element)),
        _mapped(mapping, kind),
        real(mapping.get("defaultvalue")) or 0.0 if mapping is not None else 0.0,
        _bounds(mapping),
        tuple(xml.children(xml.child(element, "areamapping"), "areamapentry")),
    )


def _values(element: Element) -> Iterator[Element]:
    return xml.children(xml.child(element, "correctresponse"), "value")


def tidy(text: str, kind: str) -> str:
    """A value without the spaces that only lay out the file; a pair has one space."""
    if kind == "pair":
        return " ".join(sorted(text.split()))
    return " ".join(text.split())


def _mapped(mapping: Element | None, kind: str) -> dict[str, float]:
    entries = xml.children(mapping, "mapentry")
    return {
        tidy(entry.get("mapkey", ""), kind): real(entry.get("mappedvalue")) or 0.0
        for entry in entries
    }


def _bounds(mapping: Element | None) -> tuple[float | None, float | None]:
    if mapping is None:
        return None, None
    return real(mapping.get("lowerbound")), real(mapping.get("upperbound"))


def real(text: str | None) -> float | None:
    """The number in a text, None when there is none."""
    found = number(text or "")
    return None if found is None else float(found)
