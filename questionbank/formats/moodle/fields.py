"""The parts that every question of Moodle XML has: texts, pictures, explanation."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from questionbank.formats.found import Note, warning
from questionbank.formats.markup import Plain, Shown, from_html, from_text, xml
from questionbank.formats.markup.fields import Fields, Files, unpacked
from questionbank.rules.question import Draft

_PLUGIN = "@@PLUGINFILE@@/"
# What Moodle writes by itself under every question; nobody misses it.
_STOCK = frozenset(
    {"your answer is correct.", "your answer is partially correct.", "your answer is incorrect."}
    | {"回答正确。", "你的回答正确", "您的回答正确", "部分正确。", "您的回答部分正确。"}
    | {"您的回答不正确。", "回答不正确。", "你的回答不正确", "你的回答部分正确"}
)
_FEEDBACK = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "hint")
Kind = Callable[[Element, Fields], Draft]


def plain_of(element: Element | None) -> Plain:
    """The text of a field by its own `format`; empty for a field that is not there."""
    if element is None:
        return Plain()
    inner = xml.child(element, "text")
    text = xml.words(inner) if inner is not None else (element.text or "")
    if element.get("format", "html").lower() in ("plain_text", "plain", "2"):
        return from_text(text)
    return from_html(text)


def field_of(question: Element, kind: Kind, fields: Fields) -> Draft:
    """The draft of a question: what is its kind's own, and stem, picture and explanation."""
    plain = plain_of(xml.child(question, "questiontext"))
    old = xml.words(xml.child(question, "image")).strip()
    if old and old not in [shown.name for shown in plain.pictures]:
        plain = replace(plain, pictures=(*plain.pictures, Shown(old)))
    stem, picture = fields.shown(plain, "stem")
    draft = kind(question, fields)
    general = plain_of(xml.child(question, "generalfeedback"))
    return replace(
        draft,
        stem=stem,
        picture=draft.picture or picture,
        explanation=fields.text(general, "explanation"),
        source=general.source,
    )


def files_of(question: Element) -> Files:
    """The pictures that stand in the question as base64, by their names."""
    found: dict[str, bytes] = {}
    for element in question.iter():
        name = element.tag.lower()
        if name == "file":
            data = unpacked(element.text or "") or b""
            found.setdefault(
                f"{element.get('path', '/')}{element.get('name', '')}".lstrip("/"), data
            )
            found.setdefault(element.get("name", ""), data)
    old = xml.child(question, "image_base64")
    if old is not None:
        image = xml.words(xml.child(question, "image")).strip() or "image"
        found.setdefault(image, unpacked(xml.words(old)) or b"")
    return lambda address: _found(found, address)


def _found(files: Mapping[str, bytes], address: str) -> bytes | None:
    name = unquote(address.removeprefix(_PLUGIN)).partition("?")[0]
    return files.get(address) or files.get(name) or None


def leftovers(question: Element) -> Iterator[Note]:
    """One WARNING for the feedback that we have no place for."""
    dropped: list[str] = []
    for element in question.iter():
        name = element.tag.lower()
        if name in _FEEDBACK or name == "feedback":
            text = plain_of(element).text.zh
            if text and text.lower() not in _STOCK:
                dropped.append(text)
    if dropped:
        yield warning("feedback_dropped", "", f"{len(dropped)}: {dropped[0]}")
