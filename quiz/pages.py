"""The phone page as one response: styles, modules, words and regions inside, packed once.

Nothing in it differs between two visitors, so its bytes are compressed at their first use and kept;
the browser is told the hashes of the styles and scripts that may run (a nonce would differ).
"""

import base64
import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import brotli
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import to_locale

from quiz import clock, contests
from quiz.models import Cohort, Contest, Region
from quiz.people import GUESTS
from quiz.rules.units import Millis

# An edited round shows on phones this much later, and a crowd costs no database reads.
FRESH = Millis(3_000)
STYLES = ("shared/base.css", "phone/phone.css", "phone/question.css")
ENTRY = "phone/main.js"

_IMPORT = re.compile(r'^import\s[^;]*?from\s+"(\.[^"]+)";\n', re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/ ?", re.DOTALL)
_LINE_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
_INDENT = re.compile(r"\n\s*")
# Texts and patterns stay as they are; a division has a blank behind its sign, a pattern none.
_LITERAL = re.compile(
    r'("(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|/(?=[^ *])(?:[^/\\\n[]|\\.|\[[^\]]*\])+/)'
)
_BLANKS = re.compile(r" ?([=*<>!&|?:,;{}()\[\]]+) ?")
_LAST = re.compile(r"[,;](?=\})|,(?=[)\]])")
# A line break after an operator or before a closing bracket ends no statement.
_SEAM = re.compile(r"(?<=[;{,(\[=>?:&|])\n|\n(?=[})\].?:&|])")
_INLINE = re.compile(r"<(script|style)(?: nomodule| type=\"module\")?>(.*?)</\1>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """A response ready to send, in each encoding; `hashes` are for its security policy."""

    plain: bytes
    gzip: bytes
    br: bytes
    etag: str
    scripts: tuple[str, ...]
    styles: tuple[str, ...]


def modules(entry: Path) -> list[Path]:
    """The modules that `entry` needs and itself, each after those it imports."""
    found: list[Path] = []

    def visit(path: Path) -> None:
        for name in _IMPORT.findall(path.read_text("utf-8")):
            child = (path.parent / name).resolve()
            if child not in found:
                visit(child)
        if path not in found:
            found.append(path)

    visit(entry.resolve())
    return found


def flatten(entry: Path) -> str:
    """All modules as one: their top-level names differ (a test sees to it), so imports may go."""
    code = "".join(path.read_text("utf-8") for path in modules(entry))
    code = re.sub(r"^export (\{\};\n)?", "", _IMPORT.sub("", code), flags=re.MULTILINE)
    lines = _SEAM.sub("", squeeze(_LINE_COMMENT.sub("", code)))
    parts = _LITERAL.split(lines)
    parts[::2] = [_BLANKS.sub(r"\1", part) for part in parts[::2]]
    return _LAST.sub("", "".join(parts))


def squeeze(code: str) -> str:
    """Without comments and indentation; no text of ours spans lines or holds a comment sign."""
    return _INDENT.sub("\n", _COMMENT.sub("", code)).strip()


@cache
def _assets() -> tuple[str, str]:
    styles = "".join(_source(name).read_text("utf-8") for name in STYLES)
    tight = re.sub(r"\s*([{};,>])\s*", r"\1", squeeze(styles)).replace(": ", ":")
    return tight.replace(";}", "}"), flatten(_source(ENTRY))


def _source(name: str) -> Path:
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(f"frontend/static/{name} is missing")
    return Path(found)


_kept: dict[tuple[int, str], tuple[Millis, Page]] = {}


def forget() -> None:
    """Drop what is kept (a test changed the database)."""
    _kept.clear()


def page(contest: Contest, lang: str) -> Page:
    """The phone page of a contest in `lang`; at most FRESH old."""
    now = clock.now()
    kept = _kept.get((contest.pk, lang))
    if kept is None or now >= kept[0] + FRESH:
        kept = (now, _packed(lang, plain_json(data(contest, lang))))
        _kept[contest.pk, lang] = kept
    return kept[1]


def data(contest: Contest, lang: str) -> dict[str, Any]:
    """What the page knows before it asks: the contest, its regions and the cohorts."""
    english = lang == "en"
    cohorts = Cohort.objects.all()
    return {
        "contest": contests.view(contest, english=english),
        "lang": lang,
        "regions": regions(contest.region, english=english),
        "cohorts": [[one.pk, one.name_en if english else one.name_zh] for one in cohorts],
    }


def regions(home: Region, *, english: bool) -> str:
    """The regions below `home` in two levels, and the guests'; join.js reads it.

    A line holds what the codes of a region and its children begin with, the rest of its own code,
    its name, and each child as rest and name.
    """
    found = Region.objects.filter(path__startswith=f"{home.path}/") | Region.objects.filter(
        kind__in=GUESTS
    )
    named = {one.pk: one.name_en if english else one.name_zh for one in found}
    children: dict[str | None, list[str]] = {}
    for one in found:
        children.setdefault(one.parent_id, []).append(one.pk)
    top = children.get(home.pk, []) + children.get(None, [])
    return "\n".join(_line(code, children.get(code, []), named) for code in top)


def _line(code: str, kids: list[str], named: dict[str, str]) -> str:
    starts = (code[:n] for n in range(len(code), -1, -1))
    start = next(start for start in starts if all(kid.startswith(start) for kid in kids))
    rest = [f"{kid.removeprefix(start)} {named[kid]}" for kid in kids]
    return "|".join([start, code.removeprefix(start), named[code], *rest])


def plain_json(value: Any) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "").replace("\u2029", "")


@lru_cache(maxsize=100)
def _packed(lang: str, plain: str) -> Page:
    css, script = _assets()
    html = render_to_string(
        "phone/page.html",
        {
            "html_lang": to_locale(lang).replace("_", "-"),
            "contest": json.loads(plain)["contest"],
            "css": css,
            "script": script,
            "data": plain,
        },
    )
    body = _INDENT.sub("\n", html).encode()
    inline = _INLINE.findall(body.decode())
    return Page(
        body,
        gzip.compress(body, 9, mtime=0),
        brotli.compress(body, mode=brotli.MODE_TEXT),
        f'"{hashlib.sha256(body).hexdigest()[:24]}"',
        tuple(_hash(text) for tag, text in inline if tag == "script"),
        tuple(_hash(text) for tag, text in inline if tag == "style"),
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
