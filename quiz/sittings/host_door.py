"""Which sitting a page of a host is about, and whether it is theirs."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from questionbank import grants
from questionbank.access import editor
from quiz.models import Sitting
from quiz.sittings import store
from quiz.sittings.store import NoSitting

CODE = re.compile(r"[0-9]{6}")
OfSitting = Callable[[HttpRequest, Sitting], HttpResponse]


def of_sitting(view: OfSitting) -> Callable[..., HttpResponse]:
    """A view of the sitting with the `code` (or number) of the address, for its hosts."""

    @wraps(view)
    def checked(request: HttpRequest, code: str = "", number: int = 0) -> HttpResponse:
        sitting = _found(code, number)
        if not grants.may(editor(request), "host", sitting.round.contest.region.path):
            raise PermissionDenied
        return view(request, sitting)

    return checked


def _found(code: str, number: int) -> Sitting:
    if not number and not CODE.fullmatch(code):
        raise Http404
    try:
        number = number or store.by_code(code).id
    except NoSitting:
        raise Http404 from None
    found = Sitting.objects.select_related("round__contest__region").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def moment(ms: int) -> str:
    """In the contest's time zone, to the tenth of a second."""
    whole = datetime.fromtimestamp(ms // 1000, timezone.get_default_timezone())
    return f"{whole:%Y-%m-%d %H:%M:%S}.{ms % 1000 // 100}"
