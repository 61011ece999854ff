"""The regulations in public: each numbered section has an address of its own."""

from functools import cache
from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leaderboard.public import answers
from leaderboard.public.around import around
from leaderboard.public.asked import Asked, asked
from leaderboard.rules.regulation_text import Block, blocks

TEXT: Final = Path(__file__).resolve().parents[2] / "docs" / "regulations.md"


@require_safe
def page(request: HttpRequest, contest: str) -> HttpResponse:
    """The whole text, the same for every contest."""
    what = asked(request, contest)
    return answers.page(
        request, what, (), "boards/rules.html", regulations, lambda found: _context(what, found)
    )


@cache
def regulations() -> tuple[Block, ...]:
    """The text as blocks, read once."""
    return blocks(TEXT.read_text(encoding="utf-8"))


def _context(what: Asked, found: tuple[Block, ...]) -> dict[str, Any]:
    chapters = [(one.section, one.rows[0][0]) for one in found if one.kind == "h2"]
    told = {"tab": "", "blocks": found[1:], "chapters": chapters}
    return {**around(what, "rules", _("竞赛规则")), **told}
