"""One's own API tokens: made, shown once, ended. REST itself is described at /api/docs/."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from questionbank import tokens
from questionbank.access import allowed, editor
from questionbank.messages import Refused
from questionbank.models import ApiToken
from questionbank.pages import frame

DAYS = (30, 90, 180, 365)
USUAL_DAYS = 90


@sensitive_variables("secret")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed("token")
def page(request: HttpRequest) -> HttpResponse:
    """The tokens; POST makes one (`name`, `days`) and shows its secret, this once."""
    if request.method != "POST":
        return _shown(request)
    typed = {"name": request.POST.get("name", ""), "days": request.POST.get("days", "")}
    try:
        secret = tokens.make(
            editor(request), typed["name"], today=timezone.localdate(), days=_days(typed["days"])
        )
    except Refused as refused:
        said = [fault.why for fault in refused.faults]
        return _shown(request, typed=typed, said=said, status=400)
    return _shown(request, secret=secret)


@require_POST
@allowed("token")
def end(request: HttpRequest) -> HttpResponse:
    """End the token called `name`; one that is not there, or somebody else's, changes nothing."""
    name = request.POST.get("name", "")
    if tokens.revoke(editor(request), name):
        messages.success(request, _("已撤销令牌“%s”") % name)
    else:
        messages.warning(request, _("没有这个令牌，也许已经撤销了"))
    return HttpResponseRedirect(reverse("bank-tokens"))


def _days(text: str) -> int:
    """0, which is refused, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


@sensitive_variables("more")
def _shown(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "rows": [_row(one, today) for one in ApiToken.objects.filter(user=editor(request))],
        "choices": DAYS,
        "usual": USUAL_DAYS,
        "most": tokens.LONGEST_NAME,
        "typed": {"name": "", "days": str(USUAL_DAYS)},
    }
    context |= more
    return frame.show(request, "editor/tokens.html", context, here="bank-tokens", status=status)


def _row(one: ApiToken, today: date) -> dict[str, Any]:
    return {
        "token": one,
        "made": timezone.localdate(one.created_at).isoformat(),
        "ends": one.expires_on.isoformat(),
        "over": one.expires_on < today,
        "end": reverse("bank-tokens-end"),
    }
