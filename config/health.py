"""Health for machines (live, ready) and for the operator on event day (numbers)."""

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from leaderboard.projector import projector
from quiz import clock, sockets
from quiz.journal import journal


def live(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("live", content_type="text/plain")


def ready(_request: HttpRequest) -> JsonResponse:
    """Whether this process can store answers now (200 or 503), and what an operator looks for."""
    # A writer that waits knows already; asking the database, too, could take seconds.
    stored = not journal.stuck and _database_answers()
    report = {
        "ready": stored,
        "database": stored,
        "boards_late": projector.late(clock.now()),
        "sockets": sockets.open_count(),
        "backlog": journal.backlog,
        "now": clock.now(),
    }
    return JsonResponse(report, status=200 if report["ready"] else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True
