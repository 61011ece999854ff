"""XML from strangers to a tree of plain names: no DTD, no entity, nothing fetched, bounded depth.

Exporters write XML by hand: what can be read in one way only is mended, and said.
"""

import html
import re
from collections.abc import Iterator
from html.entities import html5
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from questionbank.formats.found import MOST_BYTES, Level, Note, error, info, warning
from questionbank.formats.text import decode

MOST_DEPTH = 100
_DECLARED = re.compile(rb"^\s{0,100}<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{1,40})[\"']")
_DECLARATION = re.compile(r"^\s{0,100}<\?xml[^>]{0,300}\?>")
# The one document type that real files name and that says nothing: never fetched, so it may go,
# with declarations of elements in it; an entity in it, and it stays, and the file is refused.
_INSIDE = r"<!--[^-]{0,300}-->|<!(?:ELEMENT|ATTLIST)[^<>%&\"]{0,300}>|\s{1,99}"
_QTI_DOCTYPE = re.compile(
    r"<!DOCTYPE\s{1,9}questestinterop\s{1,9}(?:PUBLIC\s{1,9}\"[^\"<>\[]{0,99}\"|SYSTEM)"
    r"\s{0,9}[\"'](?:https?://www\.imsglobal\.org/[\w./-]{0,99}/)?ims_qti[\w.-]{0,40}\.dtd[\"']"
    rf"\s{{0,9}}(?:\[(?:{_INSIDE}){{0,60}}+\]\s{{0,9}})?>"
)
_HEAD = 10_000  # where a document type can stand
_LATIN = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "us-ascii"}
_CHINESE = {"gb2312", "gbk", "gb18030", "cp936", "euc-cn"}
_UNICODE = {"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "unicode"}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(#[xX]?[0-9a-fA-F]{1,8};|[A-Za-z][A-Za-z0-9]{1,30};)?")
_OWN = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"}


def parse(data: bytes) -> tuple[Element | None, tuple[Note, ...]]:
    """The root of the file's tree, names without namespaces; None with an ERROR otherwise."""
    if len(data) > MOST_BYTES:
        return None, (error("too_large", detail=f"> {MOST_BYTES >> 20} MB"),)
    text, notes = _decoded(data)
    if not text.strip():
        refused = any(note.level is Level.ERROR for note in notes)
        return None, notes if refused else (*notes, error("nothing_found"))
    root, more = _parsed(text)
    return root, (*notes, *more)


def _decoded(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """The text by the declared encoding, or by the bytes where there is none."""
    declared = _DECLARED.match(data[:500])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name in _LATIN or name in _CHINESE:
        encoding = "cp1252" if name in _LATIN else "gb18030"
        try:
            return data.decode(encoding), (info("encoding", detail=encoding),)
        except UnicodeDecodeError:
            return decode(data)
    if name and name not in _UNICODE:
        return "", (error("encoding_unknown", detail=name),)
    return decode(data)


def _parsed(text: str) -> tuple[Element | None, tuple[Note, ...]]:
    plain = _DECLARATION.sub("", text, count=1)
    plain = f"{_QTI_DOCTYPE.sub('', plain[:_HEAD], count=1)}{plain[_HEAD:]}".strip()
    try:
        return _tree(plain), ()
    except ParseError as fault:
        mended = _mended(plain)
        if mended == plain:
            return None, (error("xml_broken", detail=str(fault)),)
    except (DefusedXmlException, ValueError) as fault:
        return None, (_refusal(fault),)
    try:
        return _tree(mended), (warning("xml_mended"),)
    except ParseError as fault:
        return None, (error("xml_broken", detail=str(fault)),)
    except (DefusedXmlException, ValueError) as fault:
        return None, (_refusal(fault),)


def _refusal(fault: Exception) -> Note:
    if isinstance(fault, DefusedXmlException):
        return error("xml_entities", detail=type(fault).__name__)
    return error("xml_broken", detail=str(fault))


class _Builder(TreeBuilder):
    """Cuts namespaces off every name, and stops at a depth that no real file reaches."""

    depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise ValueError(f"deeper than {MOST_DEPTH}")
        return super().start(local(tag), {local(name): value for name, value in attrs.items()})

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(local(tag))


def _tree(text: str) -> Element:
    parser = DefusedXMLParser(target=_Builder(), forbid_dtd=True)
    parser.feed(text)
    root: Element = parser.close()
    return root


def local(name: str) -> str:
    """A name without its namespace or prefix."""
    if name[:1] == "{":
        name = name.rpartition("}")[2]
    return name.rpartition(":")[2] if ":" in name else name


def _mended(text: str) -> str:
    """The text without illegal characters, HTML's entities as characters, bare & escaped; CDATA
    and comments stay."""
    parts = re.split(r"(<!\[CDATA\[|<!--)", _ILLEGAL.sub("", text))
    out = [_REFERENCE.sub(_one, parts[0])]
    for opener, rest in zip(parts[1::2], parts[2::2], strict=True):
        closer = "]]>" if opener == "<![CDATA[" else "-->"
        inside, mark, outside = rest.partition(closer)
        out += [opener, inside, mark, _REFERENCE.sub(_one, outside)]
    return "".join(out)


def _one(found: re.Match[str]) -> str:
    whole = found[0]
    if whole in _OWN:
        return whole
    if whole.startswith("&#"):
        return html.escape(_ILLEGAL.sub("", html.unescape(whole)))
    if whole[1:] in html5:
        return html.escape(html5[whole[1:]])
    return "&amp;" + whole[1:]


def child(element: Element, *path: str) -> Element | None:
    """The first element down the path of names, compared without regard to case."""
    at: Element | None = element
    for name in path:
        at = next((e for e in at if e.tag.lower() == name), None) if at is not None else None
    return at


def children(element: Element | None, name: str) -> Iterator[Element]:
    return (e for e in element if e.tag.lower() == name) if element is not None else iter(())


def words(element: Element | None) -> str:
    """All text inside, as it stands; "" for no element."""
    return "".join(element.itertext()) if element is not None else ""
