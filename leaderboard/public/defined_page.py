"""A board that organisers defined, from the moment on when everybody may see it."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leaderboard import board, board_words, defined, derived, live_defined, sheets
from leaderboard.catalogue import Catalogue
from leaderboard.defined import Defined, NoBoard
from leaderboard.public import answers, board_page, names, standing
from leaderboard.public.around import around
from leaderboard.public.asked import Asked, asked, page_of, reader
from leaderboard.public.standing import State
from leaderboard.rules import ranking
from leaderboard.rules.definitions import Definition, Who
from leaderboard.rules.frames import PersonRow, RegionRow
from leaderboard.store import StoreAway
from quiz import clock


def public(known: Catalogue, contest: str, code: str) -> Definition | None:
    """The definition, if everybody may see its board now."""
    found = known.definitions.get((contest, code))
    return found if found is not None and found.public(clock.now()) else None


@require_safe
def page(request: HttpRequest, contest: str, code: str) -> HttpResponse:
    """`?page=`; 404 before its time."""
    what = asked(request, contest)
    definition = public(what.known, contest, code)
    if definition is None or definition.region not in what.known.places:
        raise Http404
    rounds = derived.rounds_of(what.known, definition)
    named = rounds[-1].code if rounds else what.round
    what = replace(what, path=definition.region, round=named)
    number = page_of(request.GET)

    def look() -> tuple[State, Defined | str]:
        return standing.of_board(definition), _look(definition, number)

    return answers.page(
        request,
        what,
        (code, number),
        "boards/defined.html",
        look,
        lambda seen: _context(what, definition, number, seen),
    )


def _look(definition: Definition, number: int) -> Defined | str:
    """That page of the board, or why there is none."""
    start = (number - 1) * board.SIZE
    try:
        return defined.defined(reader(), definition, start, start + board.SIZE)
    except NoBoard:
        return _("这个榜单没有可计入的轮次。")
    except StoreAway:
        return _("榜单正在准备，请稍候。")


def _context(
    what: Asked, definition: Definition, number: int, seen: tuple[State, Defined | str]
) -> dict[str, Any]:
    state, found = seen
    title = names.either(definition.title_zh, definition.title_en)
    here = reverse("boards-defined", args=[definition.contest, definition.code])
    told = {
        **around(what, "defined", title),
        "mark": standing.marked(definition.contest, state),
        "tab": "",
        "here_url": here,
        "address": here,
        "title": title,
        "round_title": title,
        "counted": board_words.counted(definition, _rounds(what, definition)),
        "persons": definition.who is Who.PERSONS,
        "order": board_words.formula(definition),
        "who": board_words.WHO[definition.who],
        "csv": reverse("api-defined", args=[definition.contest, definition.code]) + "?format=csv",
    }
    if isinstance(found, str):
        return {**told, "problem": found}
    pages = max(-(-found.rows // board.SIZE), 1)
    return {
        **told,
        "board": found.board,
        **_cut(found),
        "rows": [_row(what, found, row) for row in found.board.rows],
        "page": number,
        "pages": pages,
        "live": live_defined.name(definition) if number == 1 else "",
        "setup": _setup(what, definition) | ({} if found.cut is None else {"live": ""}),
        "before": min(number - 1, pages) if number > 1 else None,
        "after": number + 1 if number < pages else None,
    }


def _rounds(what: Asked, definition: Definition) -> list[str]:
    """The titles of the rounds it is about, the earliest first."""
    rounds = derived.rounds_of(what.known, definition)
    return [names.either(one.title_zh, one.title_en) for one in rounds]


def _cut(found: Defined) -> dict[str, str]:
    """Up to when a board counts that stands still or will; `as_of` only once it does."""
    if found.cut is None:
        return {"cut": ""}
    said = sheets.moment(found.cut)
    return {"cut": said, "as_of": said} if found.cut <= reader().as_of else {"cut": said}


def _setup(what: Asked, definition: Definition) -> dict[str, Any]:
    """What the page's script starts from: its rows are people, or groups with a figure."""
    known, groups = what.known, definition.who is not Who.PERSONS
    return {
        **board_page.words(what),
        "kind": "groups" if groups else "people",
        "names": _groups(known, definition.who) if groups else names.full_names(known),
        "codes": {one.path: one.code for one in known.places.values()} if groups else {},
    }


def _groups(known: Catalogue, who: Who) -> dict[str, str]:
    """What the groups that may be rows are called, by path or code; units by their own name."""
    if who is Who.UNITS:
        return {}
    of = known.cohorts if who is Who.COHORTS else known.places
    return {key: names.name(one) for key, one in of.items()}


def _row(what: Asked, found: Defined, row: PersonRow | RegionRow) -> dict[str, Any]:
    if isinstance(row, PersonRow):
        return names.person(what.known, row, ranking.divisor(found.ranked.form))
    return names.region(what.known, row)
