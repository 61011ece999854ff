"""What is sent twice, by a double click, back and send again, or a slow line, is made once."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext as _

from leaderboard.templatetags.titles import titled
from questionbank.access import editor

Row = TypeVar("Row", bound=Any)


def once(request: HttpRequest, wanted: Row, make: Callable[[], Row | None]) -> Row | None:
    """The row that whoever asks made before as it is wanted, which they are told; else what `make`
    makes. Asked again where that made nothing: the same form may have been quicker on another
    line."""
    by = editor(request)
    if (found := _before(wanted, by)) is None:
        if made := make():
            return made
        found = _before(wanted, by)
    if found is not None:
        words = _("“%s”您已经建立过，没有再建一个。")
        messages.info(request, words % (titled(found) or found.code))
    return found


def _before(wanted: Row, by: User) -> Row | None:
    """Made field for field so, under this code, were it changed since; None where nobody did,
    somebody else did, or it was deleted."""
    names = [one.attname for one in wanted._meta.concrete_fields if not one.primary_key]  # noqa: SLF001
    rows = wanted.__class__.history.filter(code=wanted.code, history_type="+", history_user=by)
    same = [
        one.id for one in rows if all(getattr(one, name) == getattr(wanted, name) for name in names)
    ]
    found: Row | None = wanted.__class__.objects.filter(pk__in=same).first()
    return found
