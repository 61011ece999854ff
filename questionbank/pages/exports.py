"""Exporting: which formats hold what of a filter, the file, and the template to fill in."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from questionbank import export_beside, exporting, filters, grants, search
from questionbank.access import allowed, editor
from questionbank.filters import Filter
from questionbank.formats import registry, template
from questionbank.formats.registry import Format
from questionbank.models import Tag
from questionbank.pages import frame

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@allowed("export")
def page(request: HttpRequest) -> HttpResponse:
    """How many questions the filter has, and what the chosen format would leave out."""
    user, today = editor(request), timezone.localdate()
    wanted, form = filters.read(request.GET), _format(request)
    rows = exporting.rows(wanted, user, today)
    seen = search.found(wanted, grants.visible(user), user=user, today=today).count()
    total = rows.count()
    left = export_beside.left(form, wanted, user, today) if form else []
    context = {
        "wanted": wanted,
        "pairs": _pairs(wanted),
        "total": total,
        "inherited": max(seen - total, 0),
        "formats": registry.writers(),
        "form": form,
        "left": left,
        "written": total - sum(one.count for one in left),
    }
    return frame.show(request, "editor/export.html", context, here="bank-list")


@require_safe
@allowed("export")
def file(request: HttpRequest) -> StreamingHttpResponse:
    """The file itself, piece by piece; without a format named, in the one that loses nothing."""
    form = _format(request) if "format" in request.GET else registry.named("jsonl")
    if form is None:
        raise Http404
    wanted, today = filters.read(request.GET), timezone.localdate()
    name = f"questions-{today:%Y%m%d}.{form.extension}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    pieces = export_beside.pieces(form, wanted, editor(request), today)
    return StreamingHttpResponse(pieces, content_type=form.media, headers=headers)


@require_safe
@allowed("import")
def blank(_request: HttpRequest) -> HttpResponse:
    """The workbook that people fill in."""
    choices: dict[str, list[tuple[str, str]]] = {"topic": [], "difficulty": [], "audience": []}
    for tag in Tag.objects.filter(facet__in=choices).in_taxonomy():
        choices[tag.facet].append((tag.code, tag.name))
    headers = {"Content-Disposition": 'attachment; filename="template.xlsx"'}
    return HttpResponse(template.write(choices), content_type=_XLSX, headers=headers)


def _format(request: HttpRequest) -> Format | None:
    name = request.GET.get("format", "")
    return next((one for one in registry.writers() if one.name == name), None)


def _pairs(wanted: Filter) -> list[tuple[str, str]]:
    """The filter as the fields of a form."""
    pairs = []
    for name in filters.MANY:
        pairs += [(name, code) for code in getattr(wanted, name)]
    return [
        *pairs,
        *((n, v) for n in ("words", "scope", "list", "sort") if (v := getattr(wanted, n))),
    ]
