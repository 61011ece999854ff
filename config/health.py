"""Health for machines (live, ready) and for the operator on event day (numbers)."""

import resource
import shutil
from pathlib import Path

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from config import tables
from leaderboard.projector import projector
from quiz import clock, sockets
from quiz.journal.queue import journal

# Its size is how many files and connections are open: Linux says so since 6.2, at once. To count
# what is in it takes 20 ms with 8,000 phones.
OPEN_FILES = Path("/proc/self/fd")


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
        "oldest_ms": journal.oldest_ms(clock.now()),
        "writer_restarts": journal.writer.restarts,
        "files_left": _files_left(),
        "disk_free_mb": _disk_free_mb(),
        "now": clock.now(),
    }
    return JsonResponse(report, status=200 if report["ready"] else 503)


def _database() -> tuple[bool, bool]:
    """Whether the database answers, and whether it has all tables that this code writes to."""
    try:
        return True, not tables.unapplied()
    except Error:
        return False, False


def _files_left() -> int | None:
    """How many more files and connections this process may open; None where nothing tells."""
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        opened = OPEN_FILES.stat().st_size
    except OSError:
        return None
    return most - opened if opened and most != resource.RLIM_INFINITY else None


def _disk_free_mb() -> int | None:
    """Room on the disk of the embedded database; in production, where that is PostgreSQL's, of
    the pictures. Their folder is made with the first one."""
    kept = Path(settings.DATABASES["default"]["NAME"]).parent
    folder = kept if settings.EMBEDDED else Path(settings.PICTURES_DIR)
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    try:
        return shutil.disk_usage(there).free // 1_000_000
    except OSError:
        return None
