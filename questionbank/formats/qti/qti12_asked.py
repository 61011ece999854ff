"""One item of QTI 1.2 on its way to a draft, and what its responses are."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from questionbank.formats.found import error
from questionbank.formats.markup import xml
from questionbank.formats.markup.fields import Fields
from questionbank.formats.markup.refusal import Refusal
from questionbank.formats.qti.qti2_kinds import MOST_CHOICES
from questionbank.formats.qti.qti12_body import RESPONSES, material, stem_of
from questionbank.formats.qti.qti12_score import Machine12

_TYPES = ("question_type", "cc_profile", "bbmd_questiontype", "qmd_itemtype", "qmd_questiontype")


@dataclass(frozen=True, slots=True)
class Asked:
    """One item, what its metadata says, and the machine that scores answers to it."""

    item: Element
    said: Mapping[str, str]
    machine: Machine12
    fields: Fields

    @property
    def type(self) -> str:
        return next((self.said[name] for name in _TYPES if self.said.get(name)), "")

    def responses(self) -> list[Element]:
        presentation = xml.child(self.item, "presentation")
        found = presentation.iter() if presentation is not None else iter(())
        return [element for element in found if element.tag in RESPONSES]


def ident(response: Element) -> str:
    return response.get("ident") or response.get("respident") or ""


def labels_of(response: Element) -> list[Element]:
    """What can be chosen. Raises Refusal for more than any question has, or two of one name."""
    found = list(response.iter("response_label"))
    if len(found) > MOST_CHOICES:
        raise Refusal(error("too_many_choices", "options", str(len(found))))
    if len({label.get("ident") for label in found}) < len(found):
        raise Refusal(error("key_unclear", "options"))
    return found


def in_stem(asked: Asked, response: Element) -> bool:
    """Whether the response is a gap of the stem, which names it in brackets."""
    name = material(xml.child(response, "material")).text.zh
    return bool(name) and f"[{name}]" in stem_of(asked.item).text.zh


def gaps_of(asked: Asked) -> bool:
    """Whether every response is a gap of the stem."""
    return all(in_stem(asked, response) for response in asked.responses())
