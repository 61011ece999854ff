"""Questions by REST: find, read, write, revise, delete a draft, take a step of the workflow."""

from collections.abc import Iterable
from typing import Any

import msgspec
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from questionbank import copies, desk, exporting, filters, grants, places, search, workflow
from questionbank.api import shapes
from questionbank.api.base import BankApi
from questionbank.api.shapes import ActBody, QuestionBody, parsed
from questionbank.desk import Stale, Wanted
from questionbank.models import Kind, Option, Question, QuestionVersion, Status, Tag
from questionbank.rows import draft_of
from questionbank.rules.undue import unplaced
from questionbank.rules.workflow import ACTS

PER_PAGE = 100
# The parts of a draft that tell what is right.
ANSWER = frozenset({"key", "estimate", "accepted", "areas", "explanation"})
SOUGHT = ("sought", "newest__sought", "approved__sought")
ERRORS = {
    status: OpenApiResponse(shapes.BankErrorShape, description=words)
    for status, words in (
        (400, "what to mend, by field"),
        (401, "sign in"),
        (403, "not with your grants"),
        (404, "no such question, or not yours to see"),
        (
            409,
            "changed by somebody else: read it again; or the exact words of another question",
        ),
    )
}
EXAMPLE = OpenApiExample(
    "a single choice",
    request_only=True,
    value={
        "scope": "440000/440100",
        "tags": [["topic", "T4"], ["difficulty", "L2"]],
        "draft": {
            "kind": "single",
            "stem": {"zh": "台风眼里的天气通常怎样？"},
            "options": [{"zh": "狂风暴雨"}, {"zh": "风小少云"}],
            "key": [1],
            "explanation": {"zh": "眼区气流下沉，云消散，风也小。"},
            "source": {"zh": "气象科普资料"},
        },
    },
)


class QuestionsView(BankApi):
    """The questions one may see."""

    @extend_schema(
        operation_id="bank_questions_list",
        parameters=[
            OpenApiParameter("words", str, description="all must occur"),
            OpenApiParameter("status", str, many=True, enum=Status.values),
            OpenApiParameter("kind", str, many=True, enum=Kind.values),
            OpenApiParameter("topic", str, many=True, description="and so for each facet"),
            OpenApiParameter("scope", str, description="this region and below"),
            OpenApiParameter("list", str, enum=list(filters.LISTS)),
            OpenApiParameter("after", int, description="`next` of the page before"),
        ],
        responses={200: shapes.PageShape, **ERRORS},
    )
    def get(self, request: Request) -> Response:
        """A page of at most 100, by number."""
        user, wanted = _user(request), self.filter(request, "after")
        among, today = grants.visible(user), timezone.localdate()
        rows = search.found(wanted, among, user=user, today=today)
        after = _after(request.query_params.get("after", "0"))
        page = list(_ready(rows.filter(pk__gt=after).order_by("pk"))[: PER_PAGE + 1])
        shown = _views(page[:PER_PAGE], user)
        following = page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None
        return Response({"total": rows.count(), "next": following, "questions": shown})

    @extend_schema(
        request=shapes.QuestionBodyShape,
        responses={200: shapes.QuestionShape, 201: shapes.QuestionShape, **ERRORS},
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """A new draft in the bank of `scope`; 200 and what is there when all the same was sent
        before and is still that draft, else 409 `copy` when a question has exactly these words."""
        user, body = _user(request), parsed(request.data, QuestionBody)
        if not grants.may(user, "write", body.scope):
            raise exceptions.PermissionDenied
        if not places.known(body.scope):
            raise exceptions.ParseError("no such region - at `$.scope`")
        made, new = _made(_wanted(body), user, body.scope)
        return Response(_one(made, user), status=201 if new else 200)


@transaction.atomic
def _made(wanted: Wanted, user: User, scope: str) -> tuple[Question, bool]:
    """The new question, or the one that the same sending made before; and whether it is new."""
    # Of two sendings at once the second one waits here for what the first has made. With the key
    # locked, too, PostgreSQL would let nobody commit a row that names this person as its owner.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if there := copies.sent_before(wanted, user, scope):
        return there, False
    copies.check(wanted.draft, None, user)
    return desk.create(wanted, by=user, scope=scope), True


class OneQuestion(BankApi):
    """Whoever changes what somebody else changed meanwhile is shown what is there now."""

    def handle_exception(self, exc: Exception) -> Response:
        told = super().handle_exception(exc)
        if isinstance(exc, Stale):
            told.data["question"] = _one(exc.question, _user(self.request))
        return told


class QuestionView(OneQuestion):
    """One question."""

    @extend_schema(responses={200: shapes.QuestionShape, **ERRORS})
    def get(self, request: Request, question: int) -> Response:
        return Response(_one(self.question(request, question), _user(request)))

    @extend_schema(
        request=shapes.QuestionBodyShape, responses={200: shapes.QuestionShape, **ERRORS}
    )
    def put(self, request: Request, question: int) -> Response:
        """New words, tags and notes; words that differ are a new version, to be reviewed."""
        found = self.question(request, question, "write")
        user, body = _user(request), parsed(request.data, QuestionBody)
        copies.check(body.draft, found, user)
        desk.revise(
            found.pk, _wanted(body), by=user, revision=body.revision, same_item=body.same_item
        )
        return Response(_one(self.question(request, question), user))

    @extend_schema(request=None, responses={204: None, **ERRORS})
    def delete(self, request: Request, question: int) -> Response:
        """Take away a draft that nobody has reviewed; anything else is retired, never deleted."""
        desk.drop(self.question(request, question, "write").pk)
        return Response(status=204)


class ActView(OneQuestion):
    """A step of the workflow."""

    verbs = ("read", "read")

    @extend_schema(request=shapes.ActShape, responses={200: shapes.QuestionShape, **ERRORS})
    def post(self, request: Request, question: int) -> Response:
        """submit, withdraw, approve, send_back, activate, retire, revive, offer, adopt, decline."""
        found = self.question(request, question)
        user, body = _user(request), parsed(request.data, ActBody)
        if body.act == "offer":
            workflow.offer(found.pk, body.to, by=user, revision=body.revision)
        elif body.act in ACTS:
            step = {"revision": body.revision, "reason": body.reason}
            workflow.act(found.pk, body.act, by=user, **step)  # type: ignore[arg-type]
        else:
            raise exceptions.ParseError("no such act - at `$.act`")
        return Response(_one(Question.objects.get(pk=found.pk), user))


class TagsView(BankApi):
    """The tags a question may carry."""

    @extend_schema(responses={200: shapes.TagShape(many=True), **ERRORS})
    def get(self, _request: Request) -> Response:
        names = ("facet", "code", "parent__code", "name_zh", "name_en")
        rows = Tag.objects.in_taxonomy().values_list(*names)
        keys = ("facet", "code", "parent", "name_zh", "name_en")
        return Response([dict(zip(keys, row, strict=True)) for row in rows])


def _user(request: Request) -> User:
    if not isinstance(request.user, User):
        raise exceptions.NotAuthenticated
    return request.user


def _after(text: str) -> int:
    """The number of the last question that was seen."""
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise exceptions.ParseError("no number - at `after`")
    return int(text)


def _wanted(body: QuestionBody) -> Wanted:
    named = {name: getattr(body, name) for name in desk.FIELDS}
    fields = {name: value for name, value in named.items() if value is not msgspec.UNSET}
    return Wanted(body.draft, frozenset(body.tags), fields)


def _ready(rows: QuerySet[Question]) -> QuerySet[Question]:
    tags = Prefetch("tags", Tag.objects.order_by("facet", "place"))
    return rows.select_related("newest", "approved").prefetch_related(tags).defer(*SOUGHT)


def _one(question: Question, user: User) -> dict[str, Any]:
    return _views([_ready(Question.objects.filter(pk=question.pk)).get()], user)[0]


def _views(questions: Iterable[Question], user: User) -> list[dict[str, Any]]:
    shown = {question: grants.shown(user, question) for question in questions}
    options = _options([version.pk for version in shown.values() if version])
    held = exporting.held_of(user, [question.pk for question in shown])
    return [
        _view(question, version, user) | _words(version, options, held=question.pk in held)
        for question, version in shown.items()
    ]


def _words(
    version: QuestionVersion | None, options: dict[int, list[Option]], *, held: bool
) -> dict[str, Any]:
    """What it asks. A question whose key is not due leaves here as little as in a file: words
    without answer, and in no order that tells it."""
    if version is None:
        return {"held": held, "draft": None}
    draft = draft_of(version, options.get(version.pk, []))
    words = msgspec.to_builtins(unplaced(draft) if held else draft)
    kept = {name: value for name, value in words.items() if not (held and name in ANSWER)}
    return {"held": held, "draft": kept}


def _options(versions: list[int]) -> dict[int, list[Option]]:
    found: dict[int, list[Option]] = {}
    rows = Option.objects.filter(version__in=versions).select_related("picture")
    for option in rows.order_by("version_id", "place"):
        found.setdefault(option.version_id, []).append(option)
    return found


def _view(question: Question, version: QuestionVersion | None, user: User) -> dict[str, Any]:
    """What is said about a question, field by field; editors' notes stay in their own bank."""
    own = grants.may(user, "read", question.scope)
    return {
        "id": question.pk,
        "ref": question.ref,
        "status": question.status,
        "change": question.change if own else "",
        "scope": question.scope,
        "home": question.home,
        "version": version.number if version else None,
        "revision": question.revision,
        "tags": [[tag.facet, tag.code] for tag in question.tags.all()],
        "note": question.note if own else "",
        "expires_on": question.expires_on,
        "author_zh": question.author_zh,
        "author_en": question.author_en,
        "licence": question.licence,
    }
