"""Importing: a file or pasted text comes in, and the list of what came in before."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionbank import grants, import_work, importing, places
from questionbank.access import allowed, editor
from questionbank.formats import registry
from questionbank.formats.found import MOST_BYTES, Options
from questionbank.messages import Refused
from questionbank.models import Batch
from questionbank.pages import frame

LAST = 30


class Unusable(ValueError):
    """Why what was sent cannot even be looked at, in the reader's language."""


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("import")
def page(request: HttpRequest) -> HttpResponse:
    """The form and the last batches; what is sent becomes a batch, shown on a page of its own."""
    if request.method != "POST":
        return _page(request)
    try:
        batch = _begun(request)
    except (Unusable, Refused) as why:
        return _page(request, str(why), 400)
    import_work.read(batch, by=editor(request), size=len(batch.file.data))
    return HttpResponseRedirect(reverse("bank-batch", args=[batch.pk]))


def _begun(request: HttpRequest) -> Batch:
    name, data, typed = _sent(request)
    scope = request.POST.get("scope", "")
    if scope not in {place.path for place in scopes(request)}:
        raise Unusable(_("请选择导入到哪个地区的题库"))
    form = request.POST.get("format", "")
    if form and form not in {one.name for one in registry.readers()}:
        raise Unusable(_("没有这种格式"))
    options, by = Options(name=name), editor(request)
    return importing.begin(data, options, by=by, scope=scope, form=form, typed=typed)


def _sent(request: HttpRequest) -> tuple[str, bytes, bool]:
    """The name and the bytes of a file, or of typed text, and which it is. Raises Unusable."""
    file = request.FILES.get("file")
    text = request.POST.get("text", "")
    if isinstance(file, UploadedFile):
        if file.size is None or file.size > MOST_BYTES:
            raise Unusable(_("文件超过 %d MB，没有读取") % (MOST_BYTES >> 20))
        return file.name or "", file.read(), False
    if text.strip():
        return _("粘贴的文字"), text.encode("utf-8", "replace"), True
    raise Unusable(_("请选择一个文件，或把题目粘贴进来"))


def scopes(request: HttpRequest) -> list[places.Place]:
    """The places whose banks this editor may import into, the highest first."""
    paths = grants.paths(editor(request), "import")
    held = [place for place in places.places() if any(_covers(one, place.path) for one in paths)]
    return held or [places.Place(path, places.name(path), places.name(path)) for path in paths]


def _covers(path: str, scope: str) -> bool:
    return scope == path or scope.startswith(f"{path}/")


def _page(request: HttpRequest, why: str = "", status: int = 200) -> HttpResponse:
    context = {
        "why": why,
        "text": request.POST.get("text", ""),
        "formats": registry.readers(),
        "accept": ",".join(sorted({f".{e}" for one in registry.readers() for e in one.extensions})),
        "scopes": scopes(request),
        "batches": _batches(request),
    }
    return frame.show(request, "editor/import.html", context, here="bank-import", status=status)


def _batches(request: HttpRequest) -> list[dict[str, Any]]:
    """The last batches of the banks that this editor may import into."""
    paths = grants.paths(editor(request), "import")
    within = Q(pk__in=())
    for path in paths:
        within |= Q(scope=path) | Q(scope__startswith=f"{path}/")
    rows = Batch.objects.filter(within).select_related("by")[:LAST]
    names = {place.path: place.full for place in places.places()}
    return [
        {"batch": row, "place": names.get(row.scope, row.scope.rpartition("/")[2])} for row in rows
    ]
