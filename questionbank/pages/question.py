"""One question as its readers in the bank see it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from questionbank import grants, places
from questionbank.access import allowed, editor
from questionbank.models import Option, Question
from questionbank.pages import frame


@require_safe
@allowed("read")
def page(request: HttpRequest, question: Question) -> HttpResponse:
    """The words, the key and why, the tags and where it belongs."""
    version = grants.shown(editor(request), question)
    context = {
        "question": question,
        "version": version,
        "options": Option.objects.filter(version=version).order_by("place"),
        "tags": question.tags.order_by("facet", "place"),
        "place": places.name(question.scope),
    }
    return frame.show(request, "editor/question.html", context, here="bank-list")
