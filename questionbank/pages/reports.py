"""What contestants report: question by question, with what is needed to answer at a glance."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from questionbank import grants, reports, statistics
from questionbank.access import allowed, editor
from questionbank.messages import Refused
from questionbank.models import Question
from questionbank.pages import charts, complaints, frame
from questionbank.pages.card import Card, card
from questionbank.pages.flag_words import words
from questionbank.pages.history import drafts_of
from questionbank.refusals import NotTheirs
from questionbank.reports import Waiting
from questionbank.rules import items
from questionbank.statistics import Report

PER_PAGE = 10


@require_safe
@allowed("report")
def page(request: HttpRequest) -> HttpResponse:
    """The questions with open reports, the most reported first."""
    return _shown(request)


@require_POST
@allowed("report")
def close(request: HttpRequest, question: Question) -> HttpResponse:
    """Answer the reports on a question that were looked at (`up_to`) with one note (`answer`)."""
    seen = request.POST.get("up_to", "")
    number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 16 else 0
    at, user = timezone.localtime(), editor(request)
    try:
        count = reports.close(
            question, request.POST.get("answer", ""), by=user, at=at, up_to=number
        )
    except Refused as refused:
        status = 403 if isinstance(refused, NotTheirs) else 400
        return _shown(request, [str(fault) for fault in refused.faults], status=status)
    if count:
        messages.success(request, _("已答复 %(count)d 条反馈") % {"count": count})
    else:
        messages.warning(request, _("这些反馈已经有人答复了"))
    return HttpResponseRedirect(reverse("bank-reports"))


def _shown(
    request: HttpRequest, said: list[str] | None = None, *, status: int = 200
) -> HttpResponse:
    user = editor(request)
    pages = Paginator(reports.queue(user), PER_PAGE)
    chosen = pages.get_page(request.GET.get("page"))
    questions = list(chosen)
    context = {
        "rows": _rows(request, questions),
        "total": pages.count,
        "page": chosen.number,
        "last": pages.num_pages,
        "before": chosen.number - 1,
        "after": chosen.number + 1 if chosen.has_next() else 0,
        "templates": answers(),
        "said": said or [],
    }
    return frame.show(request, "editor/reports.html", context, here="bank-reports", status=status)


def answers() -> list[str]:
    """Notes that are said often."""
    return [
        _("谢谢反馈。经核对，题目和答案无误，依据见解析中的来源。"),
        _("谢谢反馈。题目已修改，以后不会再这样出现。"),
        _("谢谢反馈。答案确有问题，已作裁定，成绩会重新计算。"),
        _("谢谢反馈。题目已停用。"),
    ]


def _statistics(questions: list[Question]) -> dict[int, Report]:
    versions = [one for question in questions if (one := _version(question))]
    return statistics.reports(versions) if versions else {}


def _version(question: Question) -> int | None:
    return question.approved_id or question.newest_id


def _cards(questions: list[Question]) -> dict[int, Card | None]:
    rows = {q.pk: q.approved or q.newest for q in questions}
    return {
        pk: card(drafts_of([version])[version.number]) for pk, version in rows.items() if version
    }


def _rows(request: HttpRequest, questions: list[Question]) -> list[dict[str, Any]]:
    found, cards = _statistics(questions), _cards(questions)
    waiting = reports.waiting(questions)
    said = complaints.told([report for one in waiting for report in one.last])
    return [
        {
            **_row(request, one, cards, found),
            "last": [said[report.pk] for report in one.last],
        }
        for one in waiting
    ]


def _row(
    request: HttpRequest,
    one: Waiting,
    cards: dict[int, Card | None],
    found: dict[int, Report],
) -> dict[str, Any]:
    question, told = one.question, words()
    seen = found.get(_version(question) or 0)
    enough = seen is not None and seen.n >= items.ENOUGH_FACILITY
    return {
        "question": question,
        "card": cards.get(question.pk),
        "count": one.count,
        "whys": one.whys,
        "up_to": one.last[0].pk,
        "people": charts.few(seen.n) if seen else "",
        "share": 100 * seen.share.value if seen and enough else None,
        "flags": [told[flag] for flag in seen.flags] if seen else [],
        "edit": reverse("bank-edit", args=[question.pk])
        if grants.may(request.user, "write", question)
        else "",
        "ruling": _ruling(request, question),
    }


def _ruling(request: HttpRequest, question: Question) -> str:
    """Where a ruling on the question is proposed, for who may."""
    if not grants.may(request.user, "rule", question):
        return ""
    try:
        return reverse("bank-rule", args=[question.pk])
    except NoReverseMatch:
        return ""
