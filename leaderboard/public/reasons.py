"""Why a region stands where it stands, line by line, for the region's own page and the page about
it."""

from typing import Any

from django.utils.translation import gettext as _

from leaderboard import board
from leaderboard.board import AnyBoard
from leaderboard.catalogue import Place
from leaderboard.public import names, pull, regions
from leaderboard.public.asked import Asked, reader
from leaderboard.public.regions import Reason
from leaderboard.rules.frames import Board, RegionRow
from leaderboard.rules.scopes import BoardId, Scope


def compared(what: Asked) -> BoardId | None:
    """The board that compares the region with its sisters; None where there is none."""
    wanted = BoardId(what.round, "regions", Scope(what.path.rpartition("/")[0]))
    return wanted if what.known.exists(wanted) else None


def beside(what: Asked) -> Board[RegionRow] | None:
    """That board as it is now. Raises StoreAway."""
    wanted = compared(what)
    return board.regions(reader(), wanted) if wanted else None


def lines(what: Asked, found: AnyBoard | None) -> dict[str, Any] | None:
    """The figures of the lines; None for a region that no board compares with others."""
    if found is None:
        return None
    rows = tuple(row for row in found.rows if isinstance(row, RegionRow))
    why = regions.reason(
        Board(found.v, found.people, found.attempts, found.mean_x100, rows), what.path, what.ranked
    )
    if why is None:
        return None
    parent = what.known.places[what.path.rpartition("/")[0]]
    return _told(what, parent, why)


def _told(what: Asked, parent: Place, why: Reason) -> dict[str, Any]:
    mine, above = why.mine, why.above
    least, people = board.policy().least, mine.people or 0
    return {
        "words": headline(what, names.name(parent), mine),
        "mine": names.region(what.known, mine),
        "above": names.region(what.known, above) if above else None,
        "line": pull.line(why),
        "parent": names.name(parent),
        "back": names.link(what.ranked, parent) + "&tab=regions",
        "parent_mean": names.hundredths(why.parent_mean_x100),
        "shrink": why.shrink,
        "least": least,
        "lacking": max(least - people, 0),
        "ranked": why.ranked,
        "pull": names.hundredths(abs(why.pull_x100 or 0)),
        "pulled": _sign(why.pull_x100),
        "above_pull": names.signed(regions.pull_x100(above)) if above else "",
        "mine_pull": names.signed(why.pull_x100),
        "apart": names.hundredths(why.apart_x100),
        "mean_apart": names.hundredths(abs(why.mean_apart_x100 or 0)),
        "mean_sign": _sign(why.mean_apart_x100),
        "pull_apart": names.hundredths(abs(why.pull_apart_x100 or 0)),
        "pull_sign": _sign(why.pull_apart_x100),
        "needed": names.hundredths(why.needed_mean_x100),
        "possible": why.possible,
        "rules": names.rules(what.ranked, "8.1"),
        "rules_least": names.rules(what.ranked, "8.2"),
    }


def _sign(value: int | None) -> int:
    return ((value or 0) > 0) - ((value or 0) < 0)


def headline(what: Asked, parent: str, mine: RegionRow) -> str:
    """Where the region stands, in one sentence."""
    told = {"place": names.name(what.place), "parent": parent, "rank": mine.rank}
    if mine.few:
        return _("%(place)s参加的人太少，不显示数据。") % told
    if mine.rank is None:
        return _("%(place)s参加的人数还不够参加排名。") % told
    return _("%(place)s在%(parent)s的地区榜上排第 %(rank)d 名。") % told
