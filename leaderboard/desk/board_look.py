"""A defined board as its form shows it: the first rows now, and beside it what the public sees."""

from typing import Any, Final

from django.utils.translation import gettext as _

from leaderboard import board_words, derived, sheets
from leaderboard.catalogue import Catalogue
from leaderboard.defined import Defined, NoBoard, defined
from leaderboard.defining import Look
from leaderboard.projector import Projector
from leaderboard.public.names import full_name, group
from leaderboard.rules import ranking
from leaderboard.rules.definitions import Definition, Who
from leaderboard.rules.frames import PersonRow, RegionRow
from leaderboard.store import NotReady, StoreAway

ROWS: Final = 15


def look(projector: Projector, of: Definition) -> dict[str, Any]:
    """The context of the look: `now` and, where something is held back, `public`; or `problem`."""
    shown: dict[str, Any] = {
        "who": board_words.WHO[of.who],
        "formula": board_words.formula(of),
        "unit": board_words.unit(of),
        "persons": of.who is Who.PERSONS,
        "as_of": sheets.moment(projector.as_of),
    }
    try:
        shown["now"] = table(projector.catalogue, defined(Look(projector), of, 0, ROWS, full=True))
        cut = derived.cut_of(projector.catalogue, of)
        if cut is not None:
            shown["cut"] = sheets.moment(cut)
            shown["public"] = table(projector.catalogue, defined(Look(projector), of, 0, ROWS))
    except NotReady:
        shown["problem"] = _("成绩较多，保存后开始统计，几分钟后可见。")
    except NoBoard:
        shown["problem"] = _("没有可用的轮次。")
    except StoreAway:
        shown["problem"] = _("榜单暂时不可用，请稍候。")
    return shown


def table(known: Catalogue, of: Defined) -> dict[str, Any]:
    """The rows as text."""
    divisor = ranking.divisor(of.ranked.form)
    return {
        "people": of.board.people,
        "attempts": of.board.attempts,
        "rows": [line(known, row, divisor) for row in of.board.rows],
        "total": of.rows,
    }


def line(known: Catalogue, row: PersonRow | RegionRow, divisor: int) -> dict[str, Any]:
    """One row: rank, name, place, figure."""
    if isinstance(row, PersonRow):
        places = 0 if divisor == 1 else 2
        score = sheets.decimal(row.score, over=divisor, places=places)
        took = sheets.seconds(row.took_ms)
        place = full_name(known, row.region)
        return {"row": row, "name": row.name, "place": place, "figure": score, "took": took}
    return {
        "row": row,
        "name": group(known, row),
        "figure": sheets.decimal(row.score_x100, over=100, places=2),
    }
