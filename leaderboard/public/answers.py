"""Answers of the public pages: encoded once, with a tag, 304 when the reader has them already."""

from collections.abc import Callable, Hashable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from leaderboard import board, sheets
from leaderboard.catalogue import RankedRound
from leaderboard.public import standing
from leaderboard.public.asked import Asked, reader
from leaderboard.public.kept import MOMENT, Encoded, encoded, kept, named
from quiz import clock


def tick() -> tuple[int, bool]:
    """What changes when boards may have: the moment they are true for, and whether that is late."""
    projector = reader()
    return projector.as_of, projector.late(clock.now())


def as_of(ranked: RankedRound) -> int:
    """Up to when everything counts (milliseconds) that an answer about the round shows: while its
    boards stand still that is the cut, not the moment of the question."""
    return reader().public_as_of(ranked)


def page(
    request: HttpRequest,
    what: Asked,
    key: Hashable,
    template: str,
    look: Callable[[], Any],
    context: Callable[[Any], dict[str, Any]],
) -> HttpResponse:
    """The page of `what` and `key`, drawn from what `look` finds and what is around every page."""
    now = tick()

    def write(found: tuple[Any, ...]) -> Encoded:
        text = render_to_string(template, {"as_of": MOMENT, **context(found[0])})
        return encoded(text, template, what, key)

    body = kept.get((template, what, key), now, lambda: (look(), *state(what.ranked)), write)
    return sent(request, body, sheets.moment(as_of(what.ranked)), "text/html; charset=utf-8")


def state(ranked: RankedRound) -> tuple[Any, ...]:
    """What else an answer about a round depends on, beside what was looked for."""
    known = reader().catalogue
    public = [key for key, one in known.definitions.items() if one.public(clock.now())]
    return known, board.policy(), tick()[1], standing.of(ranked), public


def sent(request: HttpRequest, body: Encoded, moment: str, kind: str) -> HttpResponse:
    """The answer, without its body when the reader has it."""
    same = named(request.headers.get("If-None-Match", ""), body.tag)
    response = HttpResponse(status=304) if same else HttpResponse(body.at(moment))
    response["Content-Type"] = kind
    response["ETag"] = body.tag
    # Anybody may keep it, but must ask whether it is still true.
    response["Cache-Control"] = "public, no-cache"
    return response


def language() -> str:
    """The language of the moment, which is part of what an answer is kept by."""
    return get_language() or "zh-hans"
