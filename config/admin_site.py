"""The admin's site. What means nothing in an address or a form is 400, 403 or 404 here, not 500.

Django's own admin, and the histories beside it, hand ids and names of fields on without a look.
"""

from collections.abc import Callable, Iterable
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import NotSupportedError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy

from questionbank import grants

# Each word of a search is a condition, and SQLite takes a thousand of them at most.
MOST_WORDS = 30


class Autocomplete(AutocompleteJsonView):
    """What may be chosen for a field; a field that only another model's points back by has none."""

    def process_request(self, request: HttpRequest) -> Any:
        found = super().process_request(request)
        if not hasattr(found[2], "get_limit_choices_to"):
            raise PermissionDenied
        return found


# The other rooms of staff, by the verb that lets somebody in.
BENCHES = (
    ("read", "bank-list", gettext_lazy("题库工作台")),
    ("organise", "desk-home", gettext_lazy("组织台")),
    ("host", "host-index", gettext_lazy("主持台")),
)


class Site(AdminSite):
    """Looks at what every view of the admin is asked before the view does."""

    site_header = site_title = gettext_lazy("管理后台")
    index_title = gettext_lazy("全部数据表")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Also the ways back to the rooms that this user may enter; the admin had none."""
        benches = [
            (reverse(name), title)
            for verb, name, title in BENCHES
            if self.has_permission(request) and grants.anywhere(request.user, verb)
        ]
        return {**super().each_context(request), "benches": benches}

    def admin_view(
        self,
        view: Callable[..., HttpResponseBase],
        cacheable: bool = False,  # noqa: FBT001, FBT002 (Django's own signature)
    ) -> Any:
        owner = getattr(view, "__self__", None)

        def looked_at(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            _check_words(request)
            if isinstance(owner, ModelAdmin):
                _check_ids(owner, request, [*args, *_ids(kwargs)])
            try:
                return view(request, *args, **kwargs)
            except NotSupportedError as why:  # a filter that this database does not have
                raise BadRequest(str(why)) from why

        return super().admin_view(update_wrapper(looked_at, view), cacheable)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        shown: HttpResponse = Autocomplete.as_view(admin_site=self)(request)  # type: ignore[assignment]
        return shown


def _check_words(request: HttpRequest) -> None:
    """No NUL, which PostgreSQL holds in no text, no choice of a field without a name; of a search
    the first words."""
    for name, values in request.GET.lists():
        if "\0" in name or any("\0" in value for value in values):
            raise BadRequest("a NUL in the address")
    words = request.GET.get("q", "").split()
    if len(words) > MOST_WORDS:
        fewer = request.GET.copy()
        fewer["q"] = " ".join(words[:MOST_WORDS])
        request.GET = fewer  # type: ignore[assignment]
    for given in (request.GET, request.POST):
        if given.get("_to_field", "x") == "":
            raise BadRequest("no field is named")


def _ids(kwargs: dict[str, Any]) -> list[str]:
    return [kwargs[name] for name in ("object_id", "id") if name in kwargs]


def _check_ids(owner: Any, request: HttpRequest, ids: Iterable[str]) -> None:
    """The object of the address and, behind it, its record in the history; the chosen rows."""
    meta = owner.model._meta  # noqa: SLF001 (Django's own name)
    for number, quoted in enumerate(ids):
        column = owner.model.history.model._meta.pk if number else meta.pk  # noqa: SLF001
        if not _fits(column, unquote(str(quoted))):
            raise Http404
    if not all(_fits(meta.pk, pk) for pk in request.POST.getlist("_selected_action")):
        raise BadRequest("no such row")
    for name in owner.get_autocomplete_fields(request):
        column = meta.get_field(name).target_field
        if not all(not pk or _fits(column, pk) for pk in request.POST.getlist(name)):
            raise BadRequest("no such choice")


def _fits(column: Any, value: str) -> bool:
    """Whether the column could hold the value at all."""
    try:
        column.clean(value, None)
    except (ValidationError, ValueError, OverflowError):
        return False
    return "\0" not in value
