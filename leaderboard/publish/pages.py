"""The public archive: what was published, and everything to check it with."""

import base64
import hashlib
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from leaderboard import sheets
from leaderboard.models import PublishedResult, ResultPart
from leaderboard.public.names import either
from leaderboard.publish import (
    award_showing,
    joined,
    parts,
    pseudonyms,
    publishing,
    resting,
    season_showing,
    showing,
    signing,
    since,
    wording,
)
from quiz import threads
from quiz.api import Api, contestant
from quiz.models import Contest
from quiz.refusals import Refused
from quiz.shapes import ErrorShape

FILES = {"answers.jsonl.gz": "answers", "persons.jsonl.gz": "persons"}
# What is published never changes, so whoever has it need not ask again.
FOR_EVER = "public, max-age=31536000, immutable"
# How long a page is given out without looking: on the day of a publication everybody asks for it.
KEPT_S = 5
# The column of a result's number.
LARGEST = 2**31 - 1


@require_safe
def archive(request: HttpRequest, contest: str) -> HttpResponse:
    """Every result of a contest, the newest first."""
    whose = get_object_or_404(Contest, code=_plain(contest))
    rows = PublishedResult.objects.filter(contest=whose).defer("body").order_by("-number")
    found = list(rows.select_related("round", "corrects", "publication"))
    newest = {row.board or row.round_id: row.number for row in reversed(found)}
    results = [
        {
            "result": row,
            "title": _title(row),
            "at": sheets.moment(row.published_at),
            "holds": (holds := newest[row.board or row.round_id] == row.number),
            "outdated": bool(row.board) and resting.outdated(row) is not None,
            "since": holds and since.of(row),
        }
        for row in found
    ]
    context = {"contest": whose, "title": either(whose.title_zh, whose.title_en)}
    return render(request, "results/list.html", {**context, "results": results})


@require_safe
def one(request: HttpRequest, contest: str, number: int) -> HttpResponse:
    """One result: the boards, what a correction changed, hash, signature, chain and files.

    Everybody gets the same page, made anew every few seconds: a name may be erased, or the result
    corrected.
    """
    where = f"{contest}/{min(number, LARGEST)}/{get_language()}"
    kept = f"result-page:{hashlib.sha256(where.encode()).hexdigest()}"
    page = cache.get(kept)
    if page is None:
        result = _result(contest, number)
        base = reverse("result", args=[result.contest.code, result.number])
        name, everything = PAGES[_kind(result)]
        page = render_to_string(name, {**everything(result), "base": base}, request)
        cache.set(kept, page, KEPT_S)
    return HttpResponse(page)


@require_safe
def why(request: HttpRequest, contest: str, number: int, region: str) -> HttpResponse:
    """Why a region of a published award stands where it does: every part, beside the next better
    region. Only of what is published: before that, weights may change."""
    result = _result(contest, number)
    body = wording.read(result)
    found = award_showing.why(body, region) if _kind(result) == "award" else None
    if found is None:
        raise Http404
    base = reverse("result", args=[result.contest.code, result.number])
    context = {**showing.around(result, body), **found, "base": base}
    return render(request, "results/award_why.html", context)


@require_safe
def document(_request: HttpRequest, contest: str, number: int, name: str) -> HttpResponseBase:
    """A file of a result: its text with or without hash and signature, or a file it names."""
    result = _result(contest, number)
    if name == "result.json":
        return _sent(publishing.envelope(result), "application/json")
    if name == "body.json":
        return _sent(result.body.encode(), "application/json")
    if name == "body.sig":
        return _sent(base64.b64decode(result.signature), "application/octet-stream")
    if name not in FILES or FILES[name] not in json.loads(result.body)["files"]:
        raise Http404
    return _packed(result, name)


@require_safe
def script(_request: HttpRequest) -> HttpResponse:
    """The stand-alone check."""
    return HttpResponse(joined.script(), content_type="text/x-python; charset=utf-8")


@require_safe
def key(_request: HttpRequest) -> HttpResponse:
    """The public key in use, as common tools read it."""
    try:
        made = signing.load()
    except signing.NoKey as error:
        raise Http404 from error
    text = f"{signing.pem(made)}# {signing.public(made)}\n"
    return HttpResponse(text, content_type="application/x-pem-file")


class OwnLineShape(Serializer[None]):
    code = serializers.CharField()


class OwnLine(Api):
    """The pseudonym of the contestant of the token in one published result."""

    @extend_schema(
        responses={
            200: OwnLineShape,
            401: OpenApiResponse(ErrorShape, description="no valid token"),
            404: OpenApiResponse(ErrorShape, description="no such result of this contest"),
        }
    )
    def get(self, request: Request, contest: str, number: int) -> Response:
        who = contestant(request)
        mine = PublishedResult.objects.filter(contest=who.contest, number=min(number, LARGEST))
        result = mine.select_related("publication").first()
        if result is None or _kind(result) == "award" or who.contest.code != contest:
            raise Refused("no_such_result")
        try:
            secret = pseudonyms.opened(result.publication.secret)
        except pseudonyms.Destroyed as error:
            raise Refused("no_such_result") from error
        answer = Response({"code": pseudonyms.code(secret, who.pk)})
        answer["Cache-Control"] = "private, no-store"
        return answer


PAGES: dict[str, tuple[str, Callable[[PublishedResult], dict[str, Any]]]] = {
    "": ("results/one.html", showing.everything),
    "award": ("results/award.html", award_showing.everything),
    "standing": ("results/season.html", season_showing.everything),
}


def _kind(result: PublishedResult) -> str:
    """What a result is of: a round (empty), or by its formula a board."""
    return str(json.loads(result.body)["subject"]["formula"]) if result.board else ""


def _title(row: PublishedResult) -> str:
    """What a result is of: a round, or what its text says of a board."""
    if not row.board:
        return either(row.round.title_zh, row.round.title_en)
    subject = json.loads(row.body)["subject"]
    return either(subject["title"], subject["title_en"])


def _result(contest: str, number: int) -> PublishedResult:
    rows = PublishedResult.objects.select_related("contest", "round", "corrects", "previous")
    named = _plain(contest)
    return get_object_or_404(rows, contest__code=named, number=min(number, LARGEST))


def _plain(code: str) -> str:
    """Raises Http404 for what PostgreSQL cannot even be asked."""
    if not code.isprintable():
        raise Http404
    return code


def _sent(data: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Cache-Control"] = FOR_EVER
    return response


def _packed(result: PublishedResult, name: str) -> HttpResponseBase:
    """In one piece where there is one, else a piece at a time: an event's answers are large."""
    wanted = FILES[name]
    rows = ResultPart.objects.filter(publication=result.publication_id, name=wanted)
    response: HttpResponseBase
    if rows.count() <= 1:
        response = HttpResponse(b"".join(parts.pieces(result.publication_id, wanted)))
    else:
        response = StreamingHttpResponse(_streamed(result.publication_id, wanted))
    response["Content-Type"] = "application/gzip"
    code = result.contest.code
    response["Content-Disposition"] = f'attachment; filename="{code}-{result.number}-{name}"'
    response["Cache-Control"] = FOR_EVER
    return response


async def _streamed(publication: int, name: str) -> AsyncIterator[bytes]:
    number = 0
    while piece := await threads.run(parts.piece, publication, name, number):
        yield piece
        number += 1
