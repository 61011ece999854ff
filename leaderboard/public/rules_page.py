"""The regulations in public: each numbered section has an address of its own."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leaderboard.public import answers, names
from leaderboard.public.around import around
from leaderboard.public.asked import Asked, asked
from leaderboard.rules.regulation_text import Block, Pieces, blocks

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
TEXT: Final = DOCS / "regulations.md"
# The same text in traditional characters; a test holds the two together block by block.
TRADITIONAL: Final = DOCS / "regulations.zh-hant.md"


@require_safe
def page(request: HttpRequest, contest: str) -> HttpResponse:
    """The whole text, the same for every contest."""
    what = asked(request, contest)
    file = TRADITIONAL if answers.language() == "zh-hant" else TEXT
    return answers.page(
        request,
        what,
        (),
        "boards/rules.html",
        lambda: regulations(file),
        lambda found: _context(what, found),
    )


@cache
def regulations(file: Path) -> tuple[Block, ...]:
    """A text as blocks, read once."""
    return blocks(file.read_text(encoding="utf-8"))


def _context(what: Asked, found: tuple[Block, ...]) -> dict[str, Any]:
    """In English each section begins with what it comes to; the text itself is Chinese."""
    summaries = names.english()
    told = {
        "tab": "",
        "summaries": summaries,
        "lang": "zh-Hant" if answers.language() == "zh-hant" else "zh-Hans",
        "blocks": [one for one in found[1:] if summaries or one.kind != "summary"],
        "chapters": list(_chapters(found)),
    }
    return {**around(what, "rules", _("竞赛规则")), **told}


def _chapters(found: tuple[Block, ...]) -> Iterator[tuple[str, Pieces, Pieces]]:
    """Each chapter's number, its title, and what it comes to."""
    for one, after in pairwise(found):
        if one.kind == "h2":
            yield one.section, one.rows[0][0], after.rows[0][0]
