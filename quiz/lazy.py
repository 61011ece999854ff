"""Modules that a phone loads after its page, when it first needs them.

The page's first response stays light. Browsers keep these for good, because their addresses hold
the hash of what is in them.
"""

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache

import brotli
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from quiz import bundle

_RULE = re.compile(r"[^{}]+\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Module:
    """One module ready to send, in each encoding."""

    plain: bytes
    gzip: bytes
    br: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a module is made of: its entry, what that exports, its style sheet and its words."""

    entry: str
    exports: str
    style: str
    words: str


# What papers and halls share.
PHONE = Part("phone/more/more.js", "extend", "phone/more/more.css", "phone/more_words.html")


def address(lang: str) -> str:
    """Where the module with the words of `lang` is."""
    return reverse("phone-more", args=[lang, module(PHONE, lang).digest])


def languages() -> tuple[str, ...]:
    return tuple(code for code, _name in settings.LANGUAGES)


@cache
def module(part: Part, lang: str) -> Module:
    """A part as one file with its words and style rules."""
    with translation.override(lang):
        words = json.loads(render_to_string(part.words))
    rules = _RULE.findall(bundle.styles((part.style,)))
    extra = bundle.plain_json({"words": words, "rules": rules})
    code = bundle.library(bundle.source(part.entry), part.exports)
    body = f"{code};\nconst extra={extra};\nexport{{{part.exports},extra}};\n".encode()
    return Module(
        body,
        gzip.compress(body, 9, mtime=0),
        brotli.compress(body, mode=brotli.MODE_TEXT),
        hashlib.sha256(body).hexdigest()[:16],
    )
