"""The description of the REST API, made once for each language and form: it takes half a second,
and anybody may ask for it."""

from threading import Lock
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

_one_at_a_time = Lock()
# By language and form.
_written: dict[tuple[str, str], bytes] = {}


class Schema(SpectacularAPIView):
    """What is asked for beside language and form changes nothing: a version went into a header."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The description, as YAML unless JSON is wanted."""
        renderer = request.accepted_renderer
        with _one_at_a_time:
            data = written(get_language() or "", renderer)
        kind = renderer.media_type
        if renderer.charset:
            kind += f"; charset={renderer.charset}"
        response = HttpResponse(data, content_type=kind)
        name = f"{spectacular_settings.TITLE}.{renderer.format}"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response


def written(language: str, renderer: BaseRenderer) -> bytes:
    """The whole description in that language, which is the one of the moment."""
    kind = (language, renderer.media_type)
    if kind not in _written:
        made = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
        text = renderer.render(made, renderer_context={})
        _written[kind] = text.encode() if isinstance(text, str) else text
    return _written[kind]


def forget() -> None:
    """Have all be made anew."""
    _written.clear()
