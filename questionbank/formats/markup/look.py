"""What a reader of HTML sees besides letters: by its tag and style, in words for an editor."""

import re
from collections.abc import Iterator, Mapping

_VISIBLE = frozenset(
    {
        "b",
        "strong",
        "i",
        "em",
        "u",
        "s",
        "del",
        "strike",
        "mark",
        "table",
        "ul",
        "ol",
        "pre",
        "font",
    }
)
MEDIA = frozenset({"video", "audio", "iframe", "embed", "applet", "canvas", "svg"})
_BLACK = r"(black|#0{3,6}|inherit|initial|windowtext|rgb\(0, ?0, ?0\)|currentcolor)"
_WHITE = r"(white|#f{3,6}|inherit|initial|none|transparent|rgb\(255, ?255, ?255\))"
_COLOURED = re.compile(
    rf"(?:^|[;\s])color\s{{0,5}}:\s{{0,5}}+(?!{_BLACK})"
    rf"|background(?:-color)?\s{{0,5}}:\s{{0,5}}+(?!{_WHITE})",
    re.IGNORECASE,
)
_STYLED = re.compile(
    r"line-through|underline|italic|font-weight\s{0,5}:\s{0,5}(bold|[6-9]00)", re.IGNORECASE
)
_HIDDEN = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)


def hidden(attributes: Mapping[str, str]) -> bool:
    return "hidden" in attributes or _HIDDEN.search(attributes.get("style", "")) is not None


def visible(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """What is visible at this tag and is lost in a text."""
    style = attributes.get("style", "")
    if tag in _VISIBLE:
        yield tag
    if _COLOURED.search(style) or (tag == "font" and "color" in attributes):
        yield "colour"
    if _STYLED.search(style):
        yield "style"
    if hidden(attributes):
        yield "hidden text"
