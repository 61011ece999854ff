"""A published award for its pages: the ranking, and for each region why it stands where it does."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _

from leaderboard.board_words import BANDS, OUT, PARTS
from leaderboard.models import PublishedResult
from leaderboard.publish import showing, wording
from leaderboard.publish.showing import hundredths
from leaderboard.rules.award import PARTS as ORDER
from leaderboard.rules.award import Out

Json = dict[str, Any]


def everything(result: PublishedResult) -> Json:
    """What the page of one award says."""
    body = wording.read(result)
    return {**showing.around(result, body), **preview(body)}


def preview(body: Json) -> Json:
    """The numbers of an award, signed or not yet."""
    moved = body["difference"]["regions"] if body["difference"] else []
    rows = [_row(row) for row in body["regions"]]
    return {
        "body": body,
        "weights": _weights(body),
        "rows": [row for row in rows if row["rank"] is not None],
        "others": [row for row in rows if row["rank"] is None],
        "moved": [
            {**row, "score": [hundredths(one) for one in row["score_x100"]]} for row in moved
        ],
    }


def _weights(body: Json) -> list[tuple[str, int]]:
    return [(str(PARTS[name]), body["subject"]["weights"][name]) for name in ORDER]


def _row(row: Json) -> Json:
    return {
        **row,
        "code": row["path"].rpartition("/")[2],
        "score": hundredths(row["score_x100"]),
        "points": [hundredths(one) for one in row.get("gains", ())],
        "bars": _piled(row.get("gains", ())),
        "band_name": str(BANDS[row["band"]]) if "band" in row else "",
        "why_not": str(OUT[Out(row["out"])]),
    }


def _piled(gains: Sequence[int]) -> list[Json]:
    """The points of the parts one behind the other, of 10,000 that the whole is wide."""
    begins = accumulate(gains, initial=0)
    return [{"x": x, "width": width} for x, width in zip(begins, gains, strict=False)]


def why(body: Json, code: str) -> Json | None:
    """Part by part, why a region stands where it does, beside the nearest better one; None for a
    region that the award does not list."""
    rows = body["regions"]
    row = next((one for one in rows if one["path"].rpartition("/")[2] == code), None)
    if row is None or row["rank"] is None:
        return None if row is None else {"row": _row(row)}
    above = _above(rows, row)
    return {
        "row": _row(row),
        "above": _row(above) if above else None,
        "behind": hundredths(above["score_x100"] - row["score_x100"]) if above else "",
        "lines": _lines(body, row, above),
        "level": [one["name"] for one in _level(rows, row)],
    }


def _above(rows: Sequence[Json], row: Json) -> Json | None:
    better = [one for one in rows if one["rank"] is not None and one["rank"] < row["rank"]]
    return better[-1] if better else None


def _level(rows: Sequence[Json], row: Json) -> list[Json]:
    """The others of the same rank."""
    return [one for one in rows if one["rank"] == row["rank"] and one is not row]


def _lines(body: Json, row: Json, above: Json | None) -> list[Json]:
    """One line for each part: what it weighs, and a lane for each region: its points, how wide
    they are of `full`, and where they come from."""
    lanes = [_lanes(body, one) for one in (row, above) if one]
    return [
        {
            "number": n + 1,
            "part": part,
            "weight": weight,
            "full": weight * 100,
            "lanes": [lane[n] for lane in lanes],
            "behind": above["gains"][n] - row["gains"][n] if above else 0,
            "gap": _gap(above["gains"][n] - row["gains"][n]) if above else "",
        }
        for n, (part, weight) in enumerate(_weights(body))
    ]


def _lanes(body: Json, row: Json) -> list[Json]:
    return [
        {"name": row["name"], "points": hundredths(gain), "width": gain, "facts": facts}
        for gain, facts in zip(row["gains"], _facts(body, row), strict=True)
    ]


def _gap(x100: int) -> str:
    """How a region stands in one part beside one that has `x100` hundredths more, in words."""
    if x100 == 0:
        return _("相同")
    return (_("少 %s") if x100 > 0 else _("多 %s")) % hundredths(abs(x100))


def _facts(body: Json, row: Json) -> list[list[str]]:
    """For each part what was counted, in the words of the regulations (8.7)."""
    pairs = (len(body["days"]) - 1) * max(len(row["below"]), 1)
    return [
        [
            _("%s 人") % f"{row['people']:,}",
            _("常住 %s") % f"{row['population']:,}",
            _("每万 %s") % hundredths(row["rate_x100"]),
            _("封顶 %s") % hundredths(row["cap_x100"]),
        ],
        [f"{hundredths(row['parts'][1])} %", *_cohorts(body, row)],
        [_("得分 %s") % hundredths(row["mean_x100"]), _("满分 %d") % body["full"]],
        [f"{row['active']:,} ÷ {pairs:,}"],
    ]


def _cohorts(body: Json, row: Json) -> list[str]:
    """People by cohort, as published answers state them: none of a few people."""
    named = zip(body["cohort_names"], row["cohorts"], strict=True)
    said = [f"{name} {people:,}" for name, people in named if people]
    if row["unstated"]:
        said.append(_("未列 %d") % row["unstated"])
    return said
