"""What stands around every public page of a board: where one is, and where one can go."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from leaderboard import board, shapes, sheets
from leaderboard.public import names, sharing, standing
from leaderboard.public.answers import tick
from leaderboard.public.asked import Asked
from quiz import clock
from quiz.extending import Given


def around(asked: Asked, here: str, title: str = "", about: str = "") -> dict[str, Any]:
    """`here` names the part of the region's pages, `title` what the part shows, `about` a sentence
    for whoever shares it."""
    known, ranked, place = asked.known, asked.ranked, asked.place
    contest = names.either(ranked.contest_zh, ranked.contest_en)
    round_title = names.either(ranked.title_zh, ranked.title_en)
    return {
        "asked": asked,
        "ranked": ranked,
        "contest": contest,
        "round_title": round_title,
        "part": title,
        "place": names.name(place),
        "code": place.code,
        "heading": sharing.heading(asked, here, title),
        "about": about or sharing.about(asked, here, title),
        "address": sharing.address(asked, here),
        "whole": here in sharing.WHOLE,
        "here": here,
        "home": names.link(ranked, place),
        "trail": [(names.name(one), names.link(ranked, one)) for one in _above(asked)],
        "late": tick()[1],
        "mark": standing.mark(ranked),
        "extended": [_more_time(one) for one in ranked.extended],
        "defined": defined_links(asked),
        "few": board.policy().few,
        "few_words": _("不足 %(few)d") % {"few": board.policy().few},
        "formula": shapes.formula(board.policy()),
        "rounds": [
            (one.code, names.either(one.title_zh, one.title_en))
            for one in known.rounds.values()
            if one.contest == ranked.contest
        ],
    }


def _more_time(of: Given) -> str:
    said = {
        "closes": sheets.moment(of.closes_at),
        "was": sheets.moment(of.was),
        "reason": names.either(of.reason_zh, of.reason_en),
    }
    return _("答题时间延长至 %(closes)s（原定 %(was)s）：%(reason)s") % said


def _above(asked: Asked) -> list[Any]:
    return names.trail(asked.known, asked.ranked, asked.place)


def defined_links(asked: Asked) -> list[tuple[str, str]]:
    """The boards that organisers defined for this region, as far as everybody may see them."""
    contest, now = asked.ranked.contest, clock.now()
    return [
        (names.either(one.title_zh, one.title_en), reverse("boards-defined", args=[contest, code]))
        for (where, code), one in asked.known.definitions.items()
        if where == contest and one.region == asked.path and one.public(now)
    ]
