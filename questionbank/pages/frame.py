"""What is around every page of the workbench: its rooms, and which of them one is in."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from questionbank import grants, reports, returned, rulings, workflow
from questionbank.access import editor


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the bar. `key` is pressed after "g"; `count` is what waits there."""

    name: str
    title: str
    key: str = ""
    count: int = 0

    @property
    def address(self) -> str:
        return reverse(self.name)


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, here: str, status: int = 200
) -> HttpResponse:
    """The template inside the workbench, with the room `here` marked."""
    around = {"rooms": _rooms(request), "here": here}
    return render(request, template, around | context, status=status)


def _rooms(request: HttpRequest) -> list[Room]:
    """The rooms that this editor may enter somewhere."""
    user = editor(request)
    waiting = workflow.queue(user).count()
    back = grants.visible(user).filter(returned.to(user.pk)).count()
    rooms = [
        ("read", Room("bank-list", _("试题"), "l", back)),
        ("review", Room("bank-review", _("审题"), "r", waiting)),
        ("write", Room("bank-new", _("写题"), "n")),
        ("import", Room("bank-import", _("导入"), "i")),
        ("tag", Room("bank-pairs", _("查重"), "d")),
        ("read", Room("bank-coverage", _("覆盖"), "v")),
        ("report", Room("bank-reports", _("反馈"), "p", reports.queue(user).count())),
        ("statistics", Room("bank-statistics", _("统计"), "s")),
        ("read", Room("bank-acts", _("批量记录"), "b")),
        ("rule", Room("bank-rulings", _("裁定"), "c", rulings.waiting(user).count())),
        # Other apps' rooms: known by their names only.
        ("host", Room("host-index", _("主持"), "h")),
        ("organise", Room("desk-home", _("组织台"))),
    ]
    return [room for verb, room in rooms if grants.anywhere(request.user, verb)]
