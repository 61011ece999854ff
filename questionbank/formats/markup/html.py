"""HTML to tokens in one pass: no HTML is too broken, and none takes longer than its length."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# What stands between < and > is a tag only when it has one of these names.
_NAMES = """
    a abbr acronym address applet area article aside audio b base bdi bdo big blockquote body br
    button canvas caption center cite code col colgroup dd del details dfn dir div dl dt em embed
    fieldset figcaption figure font footer form frame h1 h2 h3 h4 h5 h6 head header hr html i
    iframe img input ins kbd label legend li link main map mark math menu meta nav noscript
    object ol optgroup option p param picture pre q rb rp rt rtc ruby s samp script section
    select small source span strike strong style sub summary sup svg table tbody td template
    textarea tfoot th thead time title tr track tt u ul var video wbr
    mi mn mo ms mtext mrow msup msub msubsup mfrac msqrt mroot mover munder munderover mfenced
    mtable mtr mtd mstyle mspace mpadded mphantom menclose merror semantics annotation none
    annotation-xml path g circle rect line text
"""
_KNOWN = frozenset(_NAMES.split())
_RAW = frozenset({"script", "style"})
_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9:-]{0,40})")
_ATTRIBUTE = re.compile(
    r"([A-Za-z_:][\w:.-]{0,60})(?:\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>=]+)))?"
)
_INLINE_IMAGE = re.compile(r"data:image/[a-z+.-]{1,20};base64,([A-Za-z0-9+/=\s]*+)", re.IGNORECASE)
_LONG_REFERENCE = re.compile(r"&#[0-9]{8,}+;?")
_BRACKET = re.compile(r"[<>]")
_MOST_BRACKETS = 20
_MOST_TAG = 20_000


@dataclass(frozen=True, slots=True)
class Token:
    """ "start" or "end" of the element `name`, or "data", whose text is in `name`."""

    what: str
    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)


def aside(source: str) -> tuple[str, list[str]]:
    """The source with short names for the pictures inside it, and their base64 texts."""
    images: list[str] = []
    return _INLINE_IMAGE.sub(lambda found: _aside(images, found[1]), source), images


def tokens(source: str, images: list[str]) -> Iterator[Token]:
    """The tags and texts of `source`; entities in texts and attributes are decoded once."""
    at = 0
    while at < len(source):
        opener = source.find("<", at)
        if opener < 0:
            yield Token("data", unescape(source[at:]))
            return
        if opener > at:
            yield Token("data", unescape(source[at:opener]))
        at, token = _tag(source, opener, images)
        if token:
            yield token
            if token.what == "start" and token.name in _RAW:
                at = _end_of_raw(source, at, token.name)


def unescape(text: str) -> str:
    """Entities to characters; a number too long for any character becomes nothing."""
    return html.unescape(_LONG_REFERENCE.sub("", text)) if "&" in text else text


def _aside(images: list[str], data: str) -> str:
    images.append(data)
    return f"inline:{len(images) - 1}"


def _tag(source: str, at: int, images: list[str]) -> tuple[int, Token | None]:
    """Where to go on after the < at `at`, and the tag that stands there."""
    if source.startswith("<!--", at):
        return _after(source, "-->", at + 4), None
    if source.startswith("<![CDATA[", at):
        end = _after(source, "]]>", at)
        return end, Token("data", source[at + 9 : end].removesuffix("]]>"))
    if source.startswith(("<!", "<?"), at):
        return _after(source, ">", at), None
    name = _NAME.match(source, at + 1)
    end = _end_of_tag(source, at + 1) if name else -1
    if not name or end < 0 or not _known(name[1]):
        return at + 1, Token("data", "<")
    tag = name[1].lower()
    tag = tag if tag == "o:p" else tag.rpartition(":")[2]
    if source[at + 1] == "/":
        return end + 1, Token("end", tag)
    return end + 1, Token("start", tag, _attributes(source[name.end() : end], images))


def _known(name: str) -> bool:
    return ":" in name or name.lower() in _KNOWN


def _after(source: str, closer: str, at: int) -> int:
    found = source.find(closer, at)
    return len(source) if found < 0 else found + len(closer)


def _end_of_tag(source: str, at: int) -> int:
    """The place of the > that ends a tag, past those in quotes; -1 if it is no tag."""
    limit, start = min(len(source), at + _MOST_TAG), at
    for _ in range(_MOST_BRACKETS):
        found = _BRACKET.search(source, at, limit)
        if not found:
            return -1
        inside = source[start : found.start()]
        quoted = _open_quote(inside)
        if not quoted:
            return found.start() if found[0] == ">" else -1
        at = found.end()
    return -1


def _open_quote(inside: str) -> bool:
    """Whether a quoted value, begun by =" or =', is still open at the end."""
    if "=" not in inside:
        return False
    rest = re.sub(r"=\s{0,20}(\"[^\"]*\"|'[^']*')", "", inside)
    return re.search(r"=\s{0,20}[\"']", rest) is not None


def _attributes(inside: str, images: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(inside):
        name = one[1].lower()
        value = unescape(one[2] or one[3] or one[4] or "")
        found.setdefault(name if name == "xml:lang" else name.rpartition(":")[2], value)
    source = found.get("src", "")
    number = source.removeprefix("inline:")
    if source.startswith("inline:") and number.isascii() and number.isdigit():
        found["inline"] = images[int(number)] if int(number) < len(images) else ""
    return found


def _end_of_raw(source: str, at: int, name: str) -> int:
    """Where the end tag of a script or a style begins; nothing inside is markup."""
    found = re.compile(f"</{name}", re.IGNORECASE).search(source, at)
    return found.start() if found else len(source)
