"""Django answers a method that an address does not take by nothing, and browsers show it: a white
page."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.deprecation import MiddlewareMixin

from quiz.views import not_allowed


class NotAllowed(MiddlewareMixin):
    """Whoever has a browser reads what happened and finds the way back; programs hear as ever."""

    def process_response(self, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        browser = "text/html" in request.headers.get("Accept", "")
        if not browser or not isinstance(answer, HttpResponseNotAllowed) or answer.content:
            return answer
        return not_allowed(request, answer["Allow"])
