"""What is sent twice, by a double click, back and send again, or a slow line, is made once."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.models import User

Row = TypeVar("Row", bound=Any)


def once(wanted: Row, by: User, make: Callable[[], Row | None]) -> Row | None:
    """The row that `by` made before as it is wanted, else what `make` makes. Asked again where that
    made nothing: the same form may have been quicker on another line."""
    return _before(wanted, by) or make() or _before(wanted, by)


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
