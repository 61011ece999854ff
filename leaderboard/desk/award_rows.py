"""Rows of an award as the desk shows them: figures with what they come from, and comparisons."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from leaderboard import sheets
from leaderboard.board_words import OUT, PARTS
from leaderboard.catalogue import Catalogue
from leaderboard.public.names import full_name, name
from leaderboard.rules.award import PARTS as ORDER
from leaderboard.rules.award import Out, Row, Weights, gaps


def hundredths(value: int | None) -> str:
    return sheets.decimal(value, over=100, places=2)


def line(known: Catalogue, row: Row, *, was: int | None, out: Any) -> dict[str, Any]:
    """One region. `was` is its rank by the weights that are kept."""
    moved = was - row.rank if was is not None and row.rank is not None else 0
    return {
        "path": row.facts.path,
        "name": name(known.places[row.facts.path]),
        "rank": row.rank,
        "rank_in_band": row.rank_in_band,
        "score": hundredths(row.score),
        "gains": [hundredths(gain) for gain in row.gains],
        "up": max(moved, 0),
        "down": max(-moved, 0),
        "out": out,
        "facts": facts(row),
    }


def facts(row: Row) -> list[str]:
    """What each part comes from, in the words of the regulations (8.7); nothing of few people."""
    of = row.facts
    if row.out is Out.FEW:
        return []
    said = [
        _("%(people)s 人 ÷ 常住人口 %(population)s = 每万人 %(rate)s（封顶 %(cap)s）")
        % {
            "people": f"{of.totals.people:,}",
            "population": f"{of.population:,}" if of.population else _("未知"),
            "rate": hundredths(row.rate) or "–",
            "cap": hundredths(row.cap) or "–",
        }
    ]
    if row.parts:
        said += [
            _("均衡度 %s %%") % hundredths(row.parts[1]),
            _("得分 %s") % hundredths(row.mean),
            _("活跃 %(active)d ÷ %(days)d") % {"active": of.active, "days": of.days},
        ]
    return said


def why(known: Catalogue, rows: Sequence[Row], path: str) -> dict[str, Any]:
    """Part by part, why a region stands behind the one above it; empty when nobody asks."""
    places = [row.facts.path for row in rows]
    if path not in places:
        return {}
    at = places.index(path)
    row = rows[at]
    here = full_name(known, path)
    if row.score is None:
        return {"name": here, "alone": OUT[row.out]}
    above = next((one for one in reversed(rows[:at]) if one.score != row.score), None)
    if above is None:
        return {"name": here, "alone": _("没有地区排在它前面。"), "rank": row.rank}
    return {
        "name": here,
        "rank": row.rank,
        "above": full_name(known, above.facts.path),
        "above_rank": above.rank,
        "score": hundredths(row.score),
        "above_score": hundredths(above.score),
        "behind": hundredths((above.score or 0) - row.score),
        "gaps": [
            {
                "part": PARTS[gap.part],
                "mine": hundredths(gap.mine),
                "theirs": hundredths(gap.theirs),
                "behind": hundredths(gap.behind),
            }
            for gap in gaps(row, above)
        ],
        "facts": [(full_name(known, one.facts.path), facts(one)) for one in (row, above)],
    }


def setup(known: Catalogue, kept: Weights, rows: Sequence[Row]) -> dict[str, Any]:
    """What the page's script works with: whole numbers only, as the rules have them."""
    return {
        "kept": [getattr(kept, name) for name in ORDER],
        "parts": [str(PARTS[name]) for name in ORDER],
        "rows": [
            {
                "path": row.facts.path,
                "name": full_name(known, row.facts.path),
                "band": row.band,
                "parts": list(row.parts),
                "facts": facts(row),
            }
            for row in rows
        ],
    }
