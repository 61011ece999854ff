"""One question as its readers in the bank see it, and what they may do with it there."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from questionbank import grants, places, returned, rulings, workflow
from questionbank.access import allowed, editor
from questionbank.messages import Fault
from questionbank.models import Comment, Question, QuestionVersion, Status
from questionbank.pages import frame
from questionbank.pages.card import card
from questionbank.pages.history import ACTS, comparison, drafts_of, entries
from questionbank.pages.labels import Said, in_order, label
from questionbank.refusals import lacks
from questionbank.rules.roles import above

# What a comment may be about, as rules name it.
COMMENTED = ("stem", "options", "key", "explanation", "source", "picture", "targets", "accepted")


@require_safe
@allowed("read")
def page(request: HttpRequest, question: Question) -> HttpResponse:
    """The words, the key and why, and to the own bank's people how it came to be so."""
    return shown(request, question)


def shown(
    request: HttpRequest, question: Question, said: Sequence[Said] = (), *, status: int = 200
) -> HttpResponse:
    """The page, with what was refused of an act (`said`)."""
    user = editor(request)
    versions = _versions(user, question)
    usual = grants.shown(user, question)
    version = _wanted(request, versions) or usual
    draft = drafts_of([version])[version.number] if version else None
    context = {
        "question": question,
        "version": version,
        "earlier": version != usual,
        "card": card(draft),
        "tags": in_order(question.tags.all()),
        "place": places.name(question.scope),
        "home": places.name(question.home) if question.home != question.scope else "",
        "offered_to": places.name(question.offered_to) if question.offered_to else "",
        "may_edit": grants.may(user, "write", question),
        "may_rule": grants.may(user, "rule", question) and rulings.rulable(question).exists(),
        "said": said,
        **_acts(user, question),
        **(_inside(request, question, versions) if _own(user, question) else {}),
    }
    return frame.show(request, "editor/question.html", context, here="bank-list", status=status)


def _own(user: User, question: Question) -> bool:
    """Whether this is a reader of the question's own bank; others only inherit what is in use."""
    return grants.may(user, "read", question.scope)


def _versions(user: User, question: Question) -> list[QuestionVersion]:
    rows = grants.visible_versions(user).filter(question=question)
    return list(rows.select_related("author", "picture").order_by("number"))


def _wanted(request: HttpRequest, versions: Sequence[QuestionVersion]) -> QuestionVersion | None:
    number = request.GET.get("version", "")
    return next((version for version in versions if str(version.number) == number), None)


def _acts(user: User, question: Question) -> dict[str, Any]:
    """What this reader may do now, and where to."""
    possible = workflow.possible(question, user)
    return {
        "acts": [(act, ACTS[act], reason) for act, reason in possible.items() if act != "offer"],
        "banks": _above(question) if "offer" in possible else [],
        "lacks": _lacks(question, possible),
        "may_drop": question.status == Status.DRAFT and grants.may(user, "write", question),
    }


def _lacks(question: Question, possible: Mapping[str, bool]) -> list[Fault]:
    """What the next step onward would ask for."""
    if "submit" in possible:
        return lacks(question, question.newest)
    return lacks(question, question.approved) if "activate" in possible else []


def _above(question: Question) -> list[tuple[str, str]]:
    return [(path, places.name(path)) for path in reversed(above(question.scope)[:-1])]


def _inside(
    request: HttpRequest, question: Question, versions: Sequence[QuestionVersion]
) -> dict[str, Any]:
    comments = Comment.objects.filter(question=question).select_related("by", "version")
    return {
        "own": True,
        "back": returned.step(question),
        "versions": versions,
        "entries": entries(question, versions),
        "comparison": comparison(question, versions, request.GET),
        "comments": [(one, label(one.field)) for one in comments.order_by("done", "-pk")],
        "fields": [(name, label(name)) for name in COMMENTED],
        "may_comment": grants.may(request.user, "comment", question),
    }
