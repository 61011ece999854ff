"""What is around every page of the organisers' desk: its rooms, and which of them one is in.

A part of the desk adds its room to ROOMS; its address is known by name only, so that parts do not
import each other.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from questionbank import grants


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the bar: the name of its address, its title, and the verb that lets one in."""

    name: str
    title: str | Promise
    verb: str


ROOMS: Final[list[Room]] = [
    Room("desk-home", _("概览"), "organise"),
    Room("desk-rounds", _("大赛与轮次"), "organise"),
    Room("desk-reports", _("报表"), "organise"),
    Room("desk-bulletins", _("简报"), "organise"),
    Room("desk-selections", _("选拔"), "organise"),
    Room("desk-boards", _("榜单"), "organise"),
    Room("desk-awards", _("优秀组织奖"), "organise"),
    Room("desk-flags", _("疑点与作废"), "annul"),
    Room("desk-publish", _("公布"), "publish"),
    Room("desk-raffles", _("抽奖"), "organise"),
    Room("desk-tokens", _("推送令牌"), "organise"),
    # Other apps' rooms.
    Room("bank-list", _("题库"), "read"),
    Room("host-index", _("主持"), "host"),
]


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, here: str, status: int = 200
) -> HttpResponse:
    """The template inside the desk, with the room `here` marked."""
    rooms = [room for room in ROOMS if grants.anywhere(request.user, room.verb)]
    return render(request, template, {"rooms": rooms, "here": here} | context, status=status)
