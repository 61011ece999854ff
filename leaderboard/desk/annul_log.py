"""Every annulment and restoring in one's regions: the record that nobody can edit."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leaderboard import projector as projectors
from leaderboard.desk import flags, frame
from leaderboard.public.names import full_name
from leaderboard.sheets import moment
from questionbank import grants
from questionbank.access import allowed, editor
from quiz import clock
from quiz.models import Annulment
from quiz.subtree import within

PER_PAGE = 50


@require_safe
@never_cache
@allowed("annul")
def page(request: HttpRequest) -> HttpResponse:
    """The newest step first."""
    projectors.projector.settle(clock.now())
    paths = grants.paths(editor(request), "annul")
    rows = Annulment.objects.filter(within(paths, "region_path")).order_by("-pk")
    found = rows.select_related("attempt__contestant", "attempt__round")
    pages = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    known = projectors.projector.catalogue
    told = [(row, full_name(known, row.region_path), moment(row.at)) for row in pages.object_list]
    context = {"rows": told, "pages": pages}
    return frame.show(request, "desk/annulments.html", context, here=flags.HERE)
