"""The desk's first page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leaderboard.desk import frame
from questionbank import grants
from questionbank.access import allowed, editor
from quiz.models import Region


@require_safe
@never_cache
@allowed("organise")
def page(request: HttpRequest) -> HttpResponse:
    """The regions that this organiser answers for."""
    paths = grants.paths(editor(request), "organise")
    regions = Region.objects.filter(path__in=paths).order_by("path")
    return frame.show(request, "desk/home.html", {"regions": regions}, here="desk-home")
