"""Our texts as the HTML and XHTML that other systems show, and that reads back as it was.

Two languages are two spans of the class "multilang", of which Moodle shows the reader's.
"""

from html import escape

from questionbank.formats.markup import LITERAL, SOURCE
from questionbank.formats.markup.math import dollars, in_brackets
from questionbank.rules.question import NO_TEXT, Draft, Text


def html(text: Text, attribute: str = "lang") -> str:
    """The text of a field; `attribute` names the language: "lang" in HTML, "xml:lang" in XHTML."""
    if not text.en:
        return line(text.zh)
    return "".join(
        f'<span {attribute}="{lang}" class="multilang">{line(said)}</span>'
        for lang, said in (
            ("zh_cn" if attribute == "lang" else "zh-Hans", text.zh),
            ("en", text.en),
        )
    )


def line(said: str) -> str:
    """A text in one language, its formulas in the brackets that other systems know."""
    shown = in_brackets(said)
    if dollars(shown) == said:
        return escape(shown, quote=False)
    plain = escape(said, quote=False)
    return plain if dollars(said) == said else f'<span class="{LITERAL}">{plain}</span>'


def explained(draft: Draft, attribute: str = "lang") -> str:
    """Explanation and source, each in its paragraph; "" for neither."""
    parts = [f"<p>{html(draft.explanation, attribute)}</p>"] if draft.explanation != NO_TEXT else []
    if draft.source != NO_TEXT:
        parts.append(f'<p class="{SOURCE}">{html(draft.source, attribute)}</p>')
    return "".join(parts)
