"""The public pages of a raffle: rule, promise, list, draw, and the draw on a big screen."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import etag, require_safe

from leaderboard import sheets
from leaderboard.models.raffles import Raffle, Stage, Win
from leaderboard.projector import projector
from leaderboard.public.names import either
from leaderboard.raffle import holding, listing, telling, words
from leaderboard.rules.raffle import NOBODY
from leaderboard.screen import qr
from quiz import clock, join_address, threads


def find(code: str) -> Raffle:
    """Raises Http404."""
    found = Raffle.objects.select_related("contest").filter(code=code).first()
    if found is None:
        raise Http404
    return found


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one raffle; its script draws again in the browser."""
    row = find(code)
    projector.settle(clock.now())
    context = {
        **_heading(row),
        "rule": words.rule(holding.rule_of(row), projector.catalogue),
        "closes": sheets.moment(row.closes_at),
        "deletes": sheets.moment(row.delete_at),
        "wins": wins(row),
        "gone": [by for _ticket, by in row.passed].count(NOBODY),
        "setup": {
            **_addresses(row),
            "key": f"token:{row.contest.code}",
            "stage": row.stage,
            **_said(),
        },
    }
    return render(request, "raffle/page.html", context)


@require_safe
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """The draw for a hall: the page waits for it, then shows one prize after another."""
    row = find(code)
    base, reachable = join_address.base(request)
    here = reverse("raffle", args=[row.code])
    said = _stages()
    context = {
        **_heading(row),
        "stage": said["open"] if row.stage == Stage.OPEN else said["sealed"],
        "qr": qr(f"{base}{here}"),
        "address": f"{base.partition('://')[2]}{here}",
        "reachable": reachable,
        "setup": {"facts": reverse("raffle-facts", args=[row.code]), **said},
    }
    return render(request, "raffle/screen.html", context)


def _tag(_request: HttpRequest, code: str) -> str:
    """Facts change with the stage alone."""
    row = find(code)
    return f'"{row.pk}-{row.stage}"'


@require_safe
@etag(_tag)
def facts(_request: HttpRequest, code: str) -> HttpResponse:
    """The facts as a file."""
    row = find(code)
    answer = JsonResponse(telling.facts(row), json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="raffle-{row.code}.json"'
    return answer


@require_safe
def tickets(_request: HttpRequest, code: str) -> HttpResponseBase:
    """The sealed list, a number a line; 404 before it is sealed."""
    row = find(code)
    if row.stage == Stage.OPEN:
        raise Http404
    answer: HttpResponseBase
    if row.tickets <= listing.PAGE:
        answer = HttpResponse(_lines(listing.page(row, "")))
    else:
        answer = StreamingHttpResponse(_streamed(row))
    answer["Content-Type"] = "text/plain; charset=utf-8"
    answer["Content-Disposition"] = f'attachment; filename="tickets-{row.code}.txt"'
    return answer


def _lines(numbers: Sequence[str]) -> bytes:
    return "".join(f"{number}\n" for number in numbers).encode()


async def _streamed(row: Raffle) -> AsyncIterator[bytes]:
    """A million numbers are a hundred megabytes while they are one list."""
    last = ""
    while numbers := await threads.run(listing.page, row, last):
        yield _lines(numbers)
        last = numbers[-1]


def wins(row: Raffle) -> list[dict[str, Any]]:
    """Who won what, by ticket only."""
    held = Win.objects.filter(raffle=row).select_related("ticket", "stands_in").order_by("place")
    return [
        {
            "place": one.place,
            "ticket": one.ticket.number,
            "prize": one.prize,
            "lapsed": hasattr(one, "stands_in"),
            "stepped_up": one.instead_of_id is not None,
        }
        for one in held
    ]


def _heading(row: Raffle) -> dict[str, Any]:
    return {
        "row": row,
        "title": either(row.title_zh, row.title_en),
        "contest": either(row.contest.title_zh, row.contest.title_en),
        "prizes": row.prizes,
        "drawn": row.stage == Stage.DRAWN,
        "sealed": row.stage != Stage.OPEN,
    }


def _addresses(row: Raffle) -> dict[str, str]:
    named = {"facts": "raffle-facts", "tickets": "raffle-tickets", "mine": "api-raffle-mine"}
    return {name: reverse(address, args=[row.code]) for name, address in named.items()}


def _stages() -> dict[str, str]:
    return {
        "open": _("名单还没有固定。"),
        "sealed": _("名单已固定，等待开奖。"),
        "beacon": _("公共数字：{}"),
    }


def _said() -> dict[str, str]:
    return {
        "same": _("✓ 重算一致：{} 张奖券，开出 {} 张。"),
        "other": _("✗ 重算不一致：{}"),
        "nobody": _("这台手机上没有参赛记录。"),
        "none": _("您没有这次抽奖的奖券。"),
        "failed": _("没有连上服务器，请稍后再试。"),
        "won": _("恭喜！您中了：{}。请在 {} 前留下联系方式。"),
        "reserve": _("您是候补，轮到时会在这里告诉您。"),
        "unlucky": _("这次没有中奖，谢谢参与。"),
        "waiting": _("名单已固定，等待开奖。您的奖券号："),
        "yours": _("您的奖券号："),
        "kept": _("已登记，可以修改。"),
    }
