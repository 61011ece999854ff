"""What the parts of the workbench's addresses may name, all of one question's county."""

from collections.abc import Callable, Collection
from typing import Any

from questionbank.models import Act, ActItem, Batch, Question, Ruling


def made(question: Question, parts: Collection[str]) -> dict[str, Any]:
    """A value for each of these parts. A new kind of part gets its line here."""
    known: dict[str, Callable[[], Any]] = {
        "question": lambda: question.pk,
        "batch": lambda: _batch(question).pk,
        "act": lambda: bulk_act(question).pk,
        "ruling": lambda: _ruling(question).pk,
        "name": lambda: "0" * 32,
        "width": lambda: "640",
    }
    return {part: known[part]() for part in parts}


def _batch(question: Question) -> Batch:
    return Batch.objects.get_or_create(name="a.csv", format="csv", scope=question.scope)[0]


def bulk_act(question: Question) -> Act:
    """A change of many questions that a superuser made to this one."""
    act, _made = Act.objects.get_or_create(
        what={"do": "expire", "on": "", "state": "done"}, count=1
    )
    stand = {"expires_on": None}
    ActItem.objects.get_or_create(
        act=act, question=question, defaults={"before": {"was": stand, "left": stand}}
    )
    return act


def _ruling(question: Question) -> Ruling:
    return Ruling.objects.create(
        version=question.versions.latest("pk"), kind="void_all", note_zh="-"
    )
