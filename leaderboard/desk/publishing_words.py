"""What the publishing pages say: how far a round is, and what was counted."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leaderboard import sheets
from leaderboard.desk.publishing_subjects import Subject
from leaderboard.models import Publication
from leaderboard.models.results import State
from leaderboard.publish import (
    award_showing,
    faults,
    holding,
    resting,
    season_showing,
    showing,
    since,
    wording,
)
from leaderboard.publish.resting import Rest
from leaderboard.rules import invariants
from leaderboard.rules.definitions import Formula
from leaderboard.templatetags.titles import titled
from quiz.models import Round
from quiz.rules.units import Millis

STEPS: Final[dict[str, str | Promise]] = {
    "read": gettext_lazy("读取流水"),
    "count": gettext_lazy("重新判分、排名"),
    "compare": gettext_lazy("与榜单比对"),
    "write": gettext_lazy("生成文件"),
}
# Rows of the preview.
ROWS = 20


class Line(NamedTuple):
    """One step of the way: done, next, or still in the way for a reason; `first` = nothing is
    counted before it is done."""

    title: str
    state: str
    words: str
    href: str = ""
    first: bool = False


class RoundLine(NamedTuple):
    """A round in the list."""

    round: Round
    state: str
    words: str
    closes: str
    number: int | None


def round_line(round_: Round, now: Millis) -> RoundLine:
    closed = round_.closes_at is not None and now > round_.closes_at
    latest, row = holding.latest(round_), holding.under_way(round_)
    closes = sheets.moment(round_.closes_at) if round_.closes_at else ""
    if row is not None:
        state, words = "review", str(State(row.state).label)
    elif latest is not None and since.of(latest):
        state, words = "change", _("待更正")
    elif latest is not None:
        state, words = "live", _("已公布")
    else:
        state, words = ("change", _("可以核算")) if closed else ("", _("还没有结束"))
    return RoundLine(round_, state, words, closes, latest.number if latest else None)


class BoardLine(NamedTuple):
    """An award or a season in the list."""

    subject: Subject
    state: str
    words: str
    number: int | None


def board_line(of: Subject) -> BoardLine:
    row, latest = of.newest, of.latest
    number = latest.number if latest else None
    if row is not None and row.state in (State.WORKING, State.READY):
        return BoardLine(of, "review", str(State(row.state).label), number)
    if latest is None:
        return BoardLine(of, "", _("还没有公布"), None)
    if resting.outdated(latest):
        return BoardLine(of, "change", _("所依据的成绩已更正，须更正"), number)
    return BoardLine(of, "live", _("已公布"), number)


def steps(
    state: invariants.State | None, row: Publication | None, *, frozen: bool, look: str = ""
) -> list[Line]:
    """The whole way, for the list on the side of the page. `look`: when the server looks for flags
    by itself, in words; "" = it does not, or is late. No state: the round was never prepared."""
    held = _("公布时自动揭榜") if frozen else _("需要时先封榜")
    freeze = Line(_("封榜"), "good" if frozen else "", held, reverse("desk-boards"))
    if state is None:
        return [freeze, *_unprepared(), *_end(row)]
    found = {fault.code: fault for fault in invariants.of_state(state)}
    unlooked = "unlooked" in found
    lines = [
        freeze,
        _line(_("轮次结束"), found.get("not_closed")),
        _line(_("答卷全部交齐"), found.get("open_attempts")),
        _unlooked(look) if unlooked else _line(_("疑点处理完毕"), found.get("flags")),
        _line(_("申诉答复完毕"), found.get("appeals")),
        _line(_("裁定重判完毕"), found.get("unmarked")),
    ]
    return lines + _end(row)


def _unprepared() -> list[Line]:
    """What nobody could look at is not done."""
    titles = (_("答卷全部交齐"), _("疑点处理完毕"), _("申诉答复完毕"), _("裁定重判完毕"))
    why = _("这个轮次还没有准备卷册。")
    return [
        Line(_("轮次结束"), "bad", why, first=True),
        *(Line(title, "", "") for title in titles),
    ]


def _unlooked(look: str) -> Line:
    """No flag is open, for nobody has looked yet."""
    words = _("疑点：结束后还没有查找，请现在查找")
    if look:
        words = _("疑点：结束后还没有查找（%(moment)s 自动查找，或现在查找）") % {"moment": look}
    return Line(_("疑点处理完毕"), "bad", words, reverse("desk-flags"), first=True)


def award_steps(
    rest: Rest, wrong: Sequence[invariants.Fault], row: Publication | None
) -> list[Line]:
    """The way of an award or a season: its rounds' results, with nothing changed since."""
    lines = [
        Line(
            _("所依据的成绩已经公布"),
            "good",
            _("第 %(number)d 份：%(title)s")
            % {"number": one.base.number, "title": titled(one.ranked)},
            reverse("desk-publish-round", args=[one.round.code]),
        )
        for one in rest.rounds
    ]
    told: Sequence[invariants.Fault | None] = wrong or [None]
    lines += [_line(_("公布之后没有变动"), fault) for fault in told]
    return lines + _end(row)


def unfit(words: str, row: Publication | None) -> list[Line]:
    """An award that cannot be published as it is."""
    title, href = _("所依据的成绩已经公布"), reverse("desk-publish")
    return [Line(title, "bad", words, href, first=True), *_end(row)]


def _end(row: Publication | None) -> list[Line]:
    at = row.state if row else ""
    counted = at in (State.READY, State.PUBLISHED)
    wrong = row is not None and failed(row)
    return [
        Line(_("核算与核对"), "good" if counted else "bad" if wrong else "", ""),
        Line(_("第二人确认，公布"), "good" if at == State.PUBLISHED else "", ""),
    ]


def _line(title: str, fault: invariants.Fault | None) -> Line:
    if fault is None:
        return Line(title, "good", "", first=True)
    said = {"code": fault.code, "where": fault.where, "said": fault.said}
    href = reverse("desk-flags") if fault.code in ("flags", "appeals") else ""
    return Line(title, "bad", faults.words(said), href, first=True)


def failed(row: Publication) -> bool:
    """Whether the last counting broke off, or found what the way does not tell as it is now."""
    return row.state == State.FAILED or (row.state == State.REFUSED and bool(_stops(row)))


def _stops(row: Publication) -> list[dict[str, Any]]:
    """What kept a result from being published. Of a round what was still open then is left out:
    its way says what is open now."""
    old = () if row.board else invariants.OF_STATE
    return [fault for fault in row.faults if fault["stops"] and fault["code"] not in old]


def told(row: Publication) -> dict[str, Any]:
    """What was counted: faults, or the figures and first rows as they would be published."""
    said: dict[str, Any] = {
        "stops": [faults.words(fault) for fault in _stops(row)],
        "warnings": [faults.words(fault) for fault in row.faults if not fault["stops"]],
        "step": STEPS.get(row.step, ""),
        "at": sheets.moment(row.prepared_at),
        "by": row.prepared_by.username if row.prepared_by else "",
    }
    if not row.body:
        return said
    if row.board:
        return {**said, **_board(row)}
    return {**said, **showing.preview(row, ROWS)}


def _board(row: Publication) -> dict[str, Any]:
    if row.body["subject"]["formula"] == Formula.AWARD:
        return {"award": award_showing.preview(wording.worded(row.body))}
    return {**season_showing.preview(row, ROWS), "season": True}
