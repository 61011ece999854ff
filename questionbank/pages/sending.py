"""Saving a question and sending it for review in one go: many of an author's days are only that."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _

from questionbank import workflow
from questionbank.access import editor
from questionbank.desk import Stale
from questionbank.messages import Refused
from questionbank.models import Question
from questionbank.pages.keeping import address
from questionbank.pages.labels import fault
from questionbank.punctuation import apart
from questionbank.rules.workflow import move

# The box that says so; it stays as it was for the next new question.
SEND = "send"


def told(request: HttpRequest, stored: Question) -> bool:
    """Say that it is saved, and send it for review if the box is ticked.

    False when it could not be sent: it is stored, and what is missing is told.
    """
    link = format_html('<a href="{}">{}</a>', address(stored), stored.ref)
    sends = bool(request.POST.get(SEND)) and _has_words_to_judge(stored)
    refused = _sent(request, stored) if sends else None
    if refused:
        begun = format_html(_("已保存 %s，还不能送审：").replace("%s", "{}"), link)
        messages.warning(request, format_html("{}{}", begun, apart(refused)))
        return False
    words = _("已保存并送审 %s") if sends else _("已保存 %s")
    messages.success(request, format_html(words.replace("%s", "{}"), link))
    return True


def _has_words_to_judge(stored: Question) -> bool:
    """Not when only tags of words that were approved have changed."""
    on_its_way = "review" in (stored.status, stored.change)
    return on_its_way or move(workflow.place_of(stored), "submit") is not None


def _sent(request: HttpRequest, stored: Question) -> list[str]:
    """Why not. The same form sent again finds its question on its way already."""
    if "review" in (stored.status, stored.change):
        return []
    try:
        workflow.act(stored.pk, "submit", by=editor(request), revision=stored.revision)
    except Refused as refused:
        return [fault(one).words for one in refused.faults]
    except Stale:
        return [_("刚刚有人动了这道题。")]
    return []
