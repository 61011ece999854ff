"""Bodies of a Word file that are no Word: HTML, web archives and plain text ("altChunk")."""

import email
import email.policy
import html
import re
from email.message import EmailMessage

from questionbank.formats.text import decode

_BREAKS = re.compile(r"<(?:br|/?p|/?div|/?tr|/?li|/?h\d|/?table)\b[^<>]{0,2000}>", re.IGNORECASE)
_CELLS = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_ASIDE = re.compile(r"<(script|style|head)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<[^<>]{0,4000}>|<!--.{0,4000}?-->", re.DOTALL)
# What one chunk may hold; longer ones are read up to here, which is more than any exam.
_MOST = 4 * 1024 * 1024


def foreign_lines(path: str, data: bytes) -> list[str]:
    """The lines of the chunk; none when it is of a kind that is not read."""
    ending = path.lower().rpartition(".")[2]
    if ending in ("mht", "mhtml"):
        return _lines(_archived(data[:_MOST]))
    if ending in ("htm", "html", "xhtml"):
        return _lines(decode(data[:_MOST])[0])
    return decode(data[:_MOST])[0].split("\n") if ending == "txt" else []


def _archived(data: bytes) -> str:
    """The first HTML part of a web archive."""
    try:
        whole = email.message_from_bytes(data, _class=EmailMessage, policy=email.policy.default)
        for part in whole.walk():
            if part.get_content_type() == "text/html":
                raw = part.get_payload(decode=True)
                return decode(raw)[0] if isinstance(raw, bytes) else ""
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError):
        return ""
    return ""


def _lines(source: str) -> list[str]:
    plain = " ".join(_ASIDE.sub(" ", source).split())
    broken = _CELLS.sub("\t", _BREAKS.sub("\n", plain))
    text = html.unescape(_TAGS.sub("", broken))
    return [line.strip() for line in text.split("\n") if line.strip()]
