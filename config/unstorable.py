"""Values that no column of the database can hold are a bad request, wherever they came from."""

import logging

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from quiz.views import bad_request

log = logging.getLogger(__name__)


class Unstorable(MiddlewareMixin):
    """A NUL on PostgreSQL, a number of more than 64 bits on SQLite: both refuse it themselves, by
    an exception. Places that expect it say more; this is for all that do not."""

    def process_exception(self, request: HttpRequest, why: Exception) -> HttpResponse | None:
        too_large = isinstance(why, OverflowError) and "SQLite INTEGER" in str(why)
        if not too_large and not isinstance(why, DataError):
            return None
        log.warning("%s: %s", request.path, why)
        return bad_request(request, why)
