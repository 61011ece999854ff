"""Rows at and below region paths: a path is never cut by counting digits."""

from collections.abc import Iterable

from django.db.models import Q


def within(paths: Iterable[str], field: str) -> Q:
    """The rows whose `field` is one of the paths, or lies below one; none for no path."""
    found = Q(pk__in=())
    for path in paths:
        found |= Q(**{field: path}) | Q(**{f"{field}__startswith": f"{path}/"})
    return found
