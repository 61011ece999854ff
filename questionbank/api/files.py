"""Whole files by REST: questions in, seen first, then stored or taken back; questions out."""

from typing import Any

from django.contrib.auth.models import User
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from questionbank import export_beside, grants, import_work, importing, places
from questionbank.api import shapes
from questionbank.api.base import BankApi
from questionbank.api.questions import ERRORS
from questionbank.formats import notes, registry
from questionbank.formats.found import MOST_BYTES, Level, Options
from questionbank.importing import Choice
from questionbank.imports.rows import notes_of
from questionbank.models import Batch, BatchRow, Outcome

# Rows that say something, in one answer; the page of the batch shows all of them.
MOST_ROWS = 500
READ = [form.name for form in registry.readers()]
WRITTEN = [form.name for form in registry.writers()]
MEDIA = sorted({form.media.partition(";")[0] for form in registry.writers()})


class AnyBytes(BaseParser):
    """The request's body is the file, whatever its type is called; bounded."""

    media_type = "*/*"

    def parse(self, stream: Any, *_args: Any, **_kwargs: Any) -> bytes:  # type: ignore[override]
        data: bytes = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise exceptions.ParseError("too_large")
        return data


class ImportsView(BankApi):
    """Files to import."""

    verbs = ("import", "import")
    parser_classes = (AnyBytes,)  # type: ignore[assignment]

    @extend_schema(
        request={"application/octet-stream": OpenApiTypes.BINARY},
        parameters=[
            OpenApiParameter("scope", str, required=True, description="whose bank"),
            OpenApiParameter("name", str, description="the file's name"),
            OpenApiParameter("format", str, enum=READ, description="told by content if left out"),
        ],
        responses={201: shapes.BatchShape, 202: shapes.BatchShape, **ERRORS},
    )
    def post(self, request: Request) -> Response:
        """Read the body as a file. Nothing is stored in the bank until the batch is accepted.

        A large file is answered by 202 and read on: ask for the batch until nothing is `doing`.
        """
        asked = request.query_params
        scope, form = asked.get("scope", ""), asked.get("format", "")
        if not grants.may(request.user, "import", scope):
            raise exceptions.PermissionDenied
        if not places.known(scope):
            raise exceptions.ParseError("no such region - at `scope`")
        if "format" in asked and form not in READ:
            raise exceptions.ParseError("no such format")
        options = Options(name=asked.get("name", "")[:200])
        data = request.data if isinstance(request.data, bytes) else b""
        batch = importing.begin(data, options, by=_user(request), scope=scope, form=form)
        import_work.read(batch, by=_user(request), size=len(data))
        return _answer(batch.pk, status=201)


class ImportView(BankApi):
    """One batch."""

    verbs = ("import", "import")

    @extend_schema(responses={200: shapes.BatchShape, **ERRORS})
    def get(self, request: Request, batch: int) -> Response:
        return Response(_view(_batch(request, batch)))

    @extend_schema(
        operation_id="bank_imports_accept",
        request=shapes.AcceptShape,
        responses={200: shapes.BatchShape, 202: shapes.BatchShape, **ERRORS},
    )
    def post(self, request: Request, batch: int) -> Response:
        """Store it whole: `without` names outcomes to leave out, such as "wrong" or "like".

        With more than 500 rows it is answered by 202 and goes on: ask for the batch until nothing
        is `doing`; then it is "stored", or `why` says why not.
        """
        body = shapes.parsed(request.data, shapes.AcceptBody)
        choice = Choice(without=frozenset(body.without))
        found = _batch(request, batch)
        import_work.store(found, by=_user(request), choice=choice, now=timezone.localtime())
        return _answer(batch)

    @extend_schema(
        operation_id="api_bank_imports_undo",
        request=None,
        responses={200: shapes.BatchShape, 202: shapes.BatchShape, **ERRORS},
    )
    def delete(self, request: Request, batch: int) -> Response:
        """Take a stored batch back, within a day; with more than 500 rows as when it is stored."""
        import_work.undo(_batch(request, batch), by=_user(request), now=timezone.localtime())
        return _answer(batch)


class ExportView(BankApi):
    """Questions as a file."""

    verbs = ("export", "export")

    @extend_schema(
        parameters=[
            OpenApiParameter("as", str, enum=WRITTEN, description="jsonl loses nothing"),
        ],
        responses={**{(200, media): OpenApiTypes.BINARY for media in MEDIA}, **ERRORS},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """The questions of the filter, written in the format; what it cannot hold is left out.

        So is, below the province, what a ranked round asks that is not over: keys are not due.
        """
        form = registry.named(request.query_params.get("as", "jsonl"))
        if form is None or form not in registry.writers():
            raise exceptions.ParseError("no such format")
        wanted = self.filter(request, "as")
        user = _user(request)
        if wanted.scope and not grants.may(user, "export", wanted.scope):
            raise exceptions.PermissionDenied
        pieces = export_beside.pieces(form, wanted, user, timezone.localdate())
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return StreamingHttpResponse(pieces, content_type=form.media, headers=headers)


def _user(request: Request) -> User:
    if not isinstance(request.user, User):
        raise exceptions.NotAuthenticated
    return request.user


def _batch(request: Request, pk: int) -> Batch:
    """The batch, for people who may import where it goes; to others it is not there."""
    batch = get_object_or_404(Batch, pk=pk)
    if not grants.may(request.user, "import", batch.scope):
        raise Http404
    return batch


def _answer(pk: int, status: int = 200) -> Response:
    """The batch as it is now; 202 while a process is at it."""
    batch = Batch.objects.get(pk=pk)
    return Response(_view(batch), status=202 if import_work.doing(batch) else status)


def _view(batch: Batch) -> dict[str, Any]:
    telling = batch.rows.exclude(outcome=Outcome.SAME).exclude(notes=[])
    return {
        "id": batch.pk,
        "name": batch.name,
        "format": batch.format,
        "scope": batch.scope,
        "state": batch.state,
        "doing": import_work.doing(batch),
        "done": batch.done,
        "total": batch.total,
        "why": batch.about.get("why", ""),
        "counts": importing.counts(batch),
        "notes": _notes(batch.about.get("notes", [])),
        "rows": [_row(row) for row in telling[:MOST_ROWS]],
    }


def _row(row: BatchRow) -> dict[str, Any]:
    said = _notes(row.notes)
    return {"number": row.number, "where": row.where, "outcome": row.outcome, "notes": said}


def _notes(data: list[list[str]]) -> list[dict[str, str]]:
    return [
        {
            "level": Level(note.level).value,
            "code": note.code,
            "field": note.field,
            "message": str(notes.WORDS.get(note.code, note.code)),
            "detail": note.detail,
        }
        for note in notes_of(data)
    ]
