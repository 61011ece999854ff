"""Health for machines (live, ready) and for the operator on event day (numbers)."""

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from config import tables
from leaderboard.projector import projector
from quiz import clock, sockets
from quiz.journal.queue import journal


@csrf_exempt
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("live", content_type="text/plain")


@csrf_exempt
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """Whether this process can store answers now (200 or 503), and what an operator looks for."""
    # A writer that waits knows already; asking the database, too, could take seconds.
    answers, whole = (False, False) if journal.stuck else _database()
    report = {
        "ready": answers and whole,
        "database": answers,
        "tables": whole,
        "boards_late": projector.late(clock.now()),
        "sockets": sockets.open_count(),
        "backlog": journal.backlog,
        "now": clock.now(),
    }
    return JsonResponse(report, status=200 if report["ready"] else 503)


def _database() -> tuple[bool, bool]:
    """Whether the database answers, and whether it has all tables that this code writes to."""
    try:
        return True, not tables.unapplied()
    except Error:
        return False, False
