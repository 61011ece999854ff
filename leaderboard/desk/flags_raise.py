"""Looking for flags from the desk: for rounds small enough to be looked through while one waits."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leaderboard.desk import flags
from questionbank import grants
from questionbank.access import allowed, check, editor
from quiz import clock
from quiz.flags import flagging
from quiz.models import Attempt, Round
from quiz.subtree import within

# Some five seconds; for more there is `manage.py raise_flags`.
MOST_PAPERS = 20_000


@allowed("annul")
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look through a round of a contest that is the organiser's as a whole."""
    paths = grants.paths(editor(request), "annul")
    mine = Round.objects.filter(within(paths, "contest__region__path"), prepared__isnull=False)
    round_ = get_object_or_404(mine.select_related("contest__region"), code=_code(request))
    check(request, "annul", round_.contest.region.path)
    if Attempt.objects.filter(round=round_).count() > MOST_PAPERS:
        command = f"manage.py raise_flags {round_.code}"
        messages.warning(request, _("答卷太多，请由管理员运行 {command}。").format(command=command))
    else:
        found = sum(flagging.raise_for(round_.code, clock.now()).values())
        messages.success(request, _("已查找，新提出 {n} 处疑点。").format(n=found))
    return HttpResponseRedirect(reverse(flags.HERE))


def _code(request: HttpRequest) -> str:
    code = request.POST.get("round", "")
    return code if code.isprintable() else ""
