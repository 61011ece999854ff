"""What was changed in bulk: each act with what it did, how far it is, and its undoing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from questionbank.access import allowed, editor
from questionbank.bulk import jobs
from questionbank.bulk.asked import named
from questionbank.messages import Refused
from questionbank.models import Act
from questionbank.pages import frame
from questionbank.pages.bulk import told

PER_PAGE = 30


@require_safe
@allowed("read")
def page(request: HttpRequest) -> HttpResponse:
    """The acts that the editor may see, the latest first."""
    pages = Paginator(jobs.visible(editor(request)), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    context = {"acts": [_act(act) for act in shown], "shown": shown}
    return frame.show(request, "editor/acts.html", context, here="bank-acts")


@require_safe
@allowed("read")
def one(request: HttpRequest, act: int) -> HttpResponse:
    """One act; a script asks the same address in JSON how far it is."""
    found = get_object_or_404(jobs.visible(editor(request)), pk=act)
    if "application/json" in request.headers.get("Accept", ""):
        state, done = jobs.stand(found)
        return JsonResponse({"state": state, "done": done})
    return frame.show(request, "editor/act.html", _act(found), here="bank-acts")


@require_POST
@allowed("read")
def undo(request: HttpRequest, act: int) -> HttpResponse:
    """Take it back as far as it is still as the act left it; what is not is named."""
    user = editor(request)
    found = get_object_or_404(jobs.visible(user), pk=act)
    try:
        jobs.take_back(found, by=user)
    except Refused as refused:
        messages.error(request, str(refused))
        return frame.show(request, "editor/act.html", _act(found), here="bank-acts", status=400)
    now = Act.objects.select_related("by").get(pk=act)
    if now.undone_at is None and set(now.what.get("left", {})) == {"verb"}:
        return frame.show(request, "editor/act.html", _act(now), here="bank-acts", status=403)
    return HttpResponseRedirect(reverse("bank-bulk-act", args=[act]))


def _act(act: Act) -> dict[str, Any]:
    state, done = jobs.stand(act)
    what = act.what
    return {
        "act": act,
        "name": named(what),
        "reason": what.get("reason", ""),
        "state": state,
        "working": state in jobs.BROKEN_OFF,
        "done": done,
        "total": what.get("total", act.count),
        "same": what.get("same", 0),
        "refused": told(what.get("refused", {}), what.get("missing", {})),
        "undone": what.get("undone"),
        "left": told(what.get("left", {}), what.get("left_missing", {})),
        "can_undo": state == "done" and act.count > 0,
    }
