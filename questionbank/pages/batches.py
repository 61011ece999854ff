"""One imported file before and after it is accepted: its rows, and what may be done with them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from questionbank import grants, import_work, importing, punctuation
from questionbank.access import allowed, editor
from questionbank.formats import errors
from questionbank.importing import Choice
from questionbank.imports.rows import notes_of, unpacked
from questionbank.messages import Refused
from questionbank.models import Batch, BatchRow, Outcome
from questionbank.pages import batch_labels, batch_rows, frame
from questionbank.pages.labels import said
from questionbank.refusals import NotTheirs

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@allowed("import")
def page(request: HttpRequest, batch: int) -> HttpResponse:
    """Summary, notes, questions to the editor, and rows; with `part=row` one row alone."""
    found = _found(request, batch)
    if request.GET.get("part") == "row":
        opened = batch_rows.opened(found, request.GET.get("row", ""), editor(request))
        if opened is None:
            raise Http404
        return render(request, "editor/parts/import_row.html", {"batch": found, "open": opened})
    return _page(request, found)


@require_safe
@allowed("import")
def progress(request: HttpRequest, batch: int) -> JsonResponse:
    """How far reading is."""
    found = _found(request, batch)
    return JsonResponse(
        {
            "state": import_work.doing(found) or found.state,
            "done": found.done,
            "total": found.total,
            "dead": import_work.broken_off(found),
        }
    )


@require_safe
@allowed("import")
def refused(request: HttpRequest, batch: int) -> HttpResponse:
    """The wrong rows as a workbook with a column that says why, to be mended and sent again."""
    found = _found(request, batch)
    lines = []
    for row in found.rows.filter(outcome=Outcome.WRONG):
        notes = batch_rows.told_once(notes_of(row.notes))
        reasons = [_reason(note) for note in notes if note.level.value == "error"]
        cells = dict(unpacked(row.draft or {}).row.cells)
        lines.append(errors.Refused(reasons, cells or {_("位置"): row.where}))
    headers = {"Content-Disposition": f'attachment; filename="errors-{found.pk}.xlsx"'}
    return HttpResponse(errors.write(lines), content_type=_XLSX, headers=headers)


def _reason(note: Any) -> str:
    told = said(note)
    return punctuation.told(told.field, told.words) if told.field else told.words


@require_POST
@allowed("import")
def act(request: HttpRequest, batch: int) -> HttpResponse:
    """What was clicked; `what` is one of the acts below."""
    found = _found(request, batch)
    verb = _ACTS.get(request.POST.get("what", ""))
    if verb is None:
        raise BadRequest("no such act")
    try:
        verb(request, found)
    except NotTheirs as why:
        return _refused(request, found, why, 403)
    except Refused as why:
        return _refused(request, found, why, 409)
    return HttpResponseRedirect(_address(request, found))


def _discard(request: HttpRequest, batch: Batch) -> None:
    import_work.discard(batch, by=editor(request))
    messages.success(request, _("已删除 %s，题库没有改动") % batch.name)


def _accept(request: HttpRequest, batch: Batch) -> None:
    """Its page shows how far it is, and how many questions were stored."""
    choice = Choice(frozenset(request.POST.getlist("without")) & {Outcome.WRONG, Outcome.LIKE})
    if batch.state == Batch.State.PREVIEW:
        batch_labels.remember(batch, editor(request), request.POST, all_of_them=False)
    import_work.store(batch, by=editor(request), choice=choice, now=timezone.localtime())


def _undo(request: HttpRequest, batch: Batch) -> None:
    """Its page says how many went back and how many stay."""
    import_work.undo(batch, by=editor(request), now=timezone.localtime())


def _leave(request: HttpRequest, batch: Batch) -> None:
    _on_row(request, batch, lambda number: importing.leave(batch, number, out=True))


def _take(request: HttpRequest, batch: Batch) -> None:
    _on_row(request, batch, lambda number: importing.leave(batch, number, out=False))


def _amend(request: HttpRequest, batch: Batch) -> None:
    text = request.POST.get("text", "")
    _on_row(request, batch, lambda number: importing.amend(batch, number, text))


def _on_row(request: HttpRequest, batch: Batch, verb: Callable[[int], None]) -> None:
    """Raises BadRequest for what is no number, Http404 for no row."""
    text = request.POST.get("row", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadRequest("row is no number")
    try:
        verb(int(text))
    except BatchRow.DoesNotExist as error:
        raise Http404 from error


def _again(request: HttpRequest, batch: Batch) -> None:
    """Read once more with the columns and the truth that the form says."""
    options = batch.file.options
    columns, truth = dict(options.get("columns") or {}), options.get("truth")
    for at, header in enumerate(batch.about.get("headers", [])):
        part = request.POST.get(f"column.{at}")
        if (
            part is not None
            and part in batch_rows.parts()
            and part != batch_rows.guess(batch, header)
        ):
            columns[header] = part
    if (one := request.POST.get("truth")) in ("1", "0"):
        truth = {"1": one == "1", "0": one == "0"}
    importing.again(batch, columns=columns, truth=truth)
    import_work.read(batch, by=editor(request), size=len(batch.file.data))


def _labels(request: HttpRequest, batch: Batch) -> None:
    """Which tag each word of the file stands for, remembered for this editor. Raises Refused."""
    batch_labels.remember(batch, editor(request), request.POST, all_of_them=True)
    messages.success(request, _("已记住这些标签，导入时使用"))


_ACTS: dict[str, Callable[[HttpRequest, Batch], None]] = {
    "accept": _accept,
    "discard": _discard,
    "undo": _undo,
    "leave": _leave,
    "take": _take,
    "amend": _amend,
    "again": _again,
    "labels": _labels,
}


def _found(request: HttpRequest, pk: int) -> Batch:
    """The batch, for people who may import where it goes; to others it is not there."""
    batch = get_object_or_404(Batch.objects.select_related("by"), pk=pk)
    if not grants.may(request.user, "import", batch.scope):
        raise Http404
    return batch


def _page(request: HttpRequest, batch: Batch, status: int = 200) -> HttpResponse:
    context = batch_rows.context(batch, request.GET, editor(request), timezone.localtime())
    return frame.show(
        request, "editor/import_batch.html", context, here="bank-import", status=status
    )


def _refused(request: HttpRequest, batch: Batch, why: Refused, status: int) -> HttpResponse:
    messages.error(request, str(why))
    batch.refresh_from_db()
    return _page(request, batch, status)


def _address(request: HttpRequest, batch: Batch) -> str:
    """Back to where one was in the table; to all files when this one is gone."""
    if request.POST.get("what") == "discard":
        return reverse("bank-import")
    where = request.POST.get("back", "")
    query = where if where.replace("=", "").replace("&", "").isalnum() and where.isascii() else ""
    return reverse("bank-batch", args=[batch.pk]) + (f"?{query}" if query else "")
