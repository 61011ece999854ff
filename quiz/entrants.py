"""What somebody whose data was deleted is called in halls, on their boards and in hosts' logs.

The names of a hall differ, so they are numbered. Blocking: database threads only."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction

from quiz.models import Entrant, HostLine

ERASED = "匿名"


class Nameless(NamedTuple):
    """An entrant of an erased contestant: the number, and what they are called in which hall."""

    pk: int
    sitting: int
    attempt: int
    name: str


def forget(contestants: Collection[int]) -> list[Nameless]:
    """Take away what these people were called in halls; what they are called now. Whoever came in
    at the very moment of the deletion may still have a name: asked again it goes, too."""
    rows = Entrant.objects.filter(contestant__in=contestants).order_by("pk")
    found = [Nameless(*row) for row in rows.values_list("pk", "sitting", "attempt", "name")]
    return [one if _is_nameless(one) else _renamed(one) for one in found]


def _is_nameless(one: Nameless) -> bool:
    return one.name.rstrip(".") == f"{ERASED} {one.pk}"


def _renamed(one: Nameless) -> Nameless:
    with transaction.atomic():
        called = _free(one)
        Entrant.objects.filter(pk=one.pk).update(name=called)
        for line in HostLine.objects.filter(sitting=one.sitting, do="rename", told__number=one.pk):
            told = {**line.told, "name": called, "was": {"name": called}}
            HostLine.objects.filter(pk=line.pk).update(told=told)
    return one._replace(name=called)


def _free(one: Nameless) -> str:
    """Nobody else's name there: a nickname may look like one of ours."""
    called = f"{ERASED} {one.pk}"
    others = Entrant.objects.filter(sitting=one.sitting).exclude(pk=one.pk)
    taken = set(others.filter(name__startswith=called).values_list("name", flat=True))
    while called in taken:
        called += "."
    return called
