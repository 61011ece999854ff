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
from typing import Any

import brotli
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import to_locale

from quiz import bundle, clock, contests, lazy
from quiz.models import Cohort, Contest, Region
from quiz.people import GUESTS
from quiz.region_days import valid
from quiz.rules.called import called
from quiz.rules.units import Millis

# What the list of rounds says of each.
LISTED = (
    *("code", "title", "ranked", "opens_at", "closes_at"),
    *("questions", "question_ms", "total_ms", "full"),
)
# An edited round shows on phones this much later, and a crowd costs no database reads.
FRESH = Millis(3_000)

# Words stand in their template each on a line of its own; the phone needs no blanks there.
_LOOSE = re.compile(r'(?<=",)\n(?=")|(?<=":) (?=")')
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


@dataclass(frozen=True, slots=True)
class Face:
    """What a page is made of: its template, its style sheets and its first module."""

    template: str
    styles: tuple[str, ...]
    entry: str


PHONE = Face(
    "phone/page.html",
    ("shared/base.css", "phone/phone.css", "phone/question.css"),
    "phone/main.js",
)


@cache
def _assets(face: Face) -> tuple[str, str]:
    return bundle.styles(face.styles), bundle.script(bundle.source(face.entry))


_kept: dict[tuple[int, str], tuple[Millis, Page]] = {}


def forget() -> None:
    """Drop what is kept (a test changed the database)."""
    _kept.clear()


def page(contest: Contest, lang: str) -> Page:
    """The phone page of a contest in `lang`; at most FRESH old."""
    now = clock.now()
    kept = _kept.get((contest.pk, lang))
    if kept is None or now >= kept[0] + FRESH:
        kept = (now, pack(PHONE, lang, bundle.plain_json(data(contest, lang))))
        _kept[contest.pk, lang] = kept
    return kept[1]


def data(contest: Contest, lang: str) -> dict[str, Any]:
    """What the page knows before it asks: the contest, its regions and the cohorts."""
    whole = contests.view(contest, english=lang == "en")
    now = clock.now()
    rounds = [{name: one[name] for name in LISTED} | _shut(one, now) for one in whole["rounds"]]
    return {
        "contest": {"code": whole["code"], "title": whole["title"], "rounds": rounds},
        "lang": lang,
        "more": lazy.address(lang),
        **homes(contest, lang),
    }


def _shut(round_: dict[str, Any], now: Millis) -> dict[str, str]:
    """Why no paper of the round can be opened, if none can. The server says so: a phone's own clock
    may be a year off. The page stays the same, and packed, until it opens or closes."""
    if now < round_["opens_at"]:
        return {"shut": "soon"}
    return {"shut": "over"} if now >= (round_["closes_at"] or now + 1) else {}


def homes(contest: Contest, lang: str) -> dict[str, Any]:
    """What somebody chooses from who says where they live and which cohort they are of; `level` is
    that of the region above them all."""
    return {
        "level": contest.region.kind,
        "regions": regions(contest.region, lang),
        "cohorts": [[one.pk, called(one, lang)] for one in Cohort.objects.all()],
    }


def regions(home: Region, lang: str) -> str:
    """The regions below `home` in two levels, and the guests'; join.js reads it.

    A line holds what the codes of a region and its children begin with, the rest of its own code,
    its name, and each child as rest and name; a rest that is the one before and 1 is left out.
    """
    wanted = Q(path__startswith=f"{home.path}/") | Q(kind__in=GUESTS)
    found = Region.objects.filter(wanted, valid(clock.now()))
    named = {one.pk: called(one, lang) for one in found}
    children: dict[str | None, list[str]] = {}
    for one in found:
        children.setdefault(one.parent_id, []).append(one.pk)
    top = children.get(home.pk, []) + children.get(None, [])
    return "\n".join(_line(code, children.get(code, []), named) for code in top)


def _line(code: str, kids: list[str], named: dict[str, str]) -> str:
    starts = (code[:n] for n in range(len(code), -1, -1))
    start = next(start for start in starts if all(kid.startswith(start) for kid in kids))
    rests = [kid.removeprefix(start) for kid in kids]
    steps = zip(["", *rests], rests, kids, strict=False)
    told = [
        ("" if rest == _next(before) else f"{rest}~") + named[kid] for before, rest, kid in steps
    ]
    return "|".join([start, code.removeprefix(start), named[code], *told])


def _next(rest: str) -> str:
    """The number after it, as wide; "" when it is none."""
    return f"{int(rest) + 1:0{len(rest)}}" if rest.isdecimal() else ""


@lru_cache(maxsize=100)
def pack(face: Face, lang: str, plain: str) -> Page:
    """A page of this face with its data, ready to send. `plain` is JSON with a `contest`."""
    css, script = _assets(face)
    html = render_to_string(
        face.template,
        {
            "html_lang": to_locale(lang).replace("_", "-"),
            **json.loads(plain),
            "css": css,
            "script": script,
            "data": plain,
        },
    )
    body = _LOOSE.sub("", bundle.INDENT.sub("\n", html)).encode()
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
