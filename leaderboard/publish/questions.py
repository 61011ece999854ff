"""The questions of a round as a result tells them: public ids, keys, the ruling in force, choices.

A typed text is told by the accepted form that it matched, or -1: what somebody typed could be
their name. Everything else is told as it is stored (quiz/rules/choices.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionbank.models import QuestionVersion
from questionbank.rules import typed
from quiz import keys
from quiz.plan import Plan
from quiz.rules import choices
from quiz.rules.marking import Key
from quiz.rules.rulings import Ruling

NO_FORM = -1
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One question: its public id, and the accepted forms by their folded text (of a text)."""

    id: str
    kind: str
    forms: Mapping[str, int]

    def choice(self, kept: str) -> list[int]:
        """A stored choice as it is published."""
        if self.kind != "text" or not kept:
            return list(choices.read(kept))
        return [self.forms.get(typed.form(kept[1:]), NO_FORM)]


def told(plan: Plan) -> dict[int, Told]:
    """The round's questions by version."""
    ids = _ids(list(plan.questions))
    return {
        version: Told(ids[version], asked.kind, _forms(asked.key, _ruling(version)))
        for version, asked in plan.questions.items()
    }


def published(plan: Plan, questions: Mapping[int, Told]) -> Json:
    """What the result says of each question, by public id."""
    return {
        told.id: _one(plan.questions[version].key, _ruling(version), told.forms)
        for version, told in questions.items()
    }


def rulings(plan: Plan, questions: Mapping[int, Told]) -> list[Json]:
    """Every ruling on the round's questions, by number, with its public note."""
    held = keys.held()
    found = [
        {"number": one.number, "question": questions[version].id, "kind": str(one.kind)}
        for version, those in held.by_version.items()
        if version in plan.questions
        for one in those
    ]
    notes = {number: text.zh for number, text in held.notes.items()}
    return [
        {**one, "note": notes.get(int(str(one["number"])), "")}
        for one in sorted(found, key=lambda one: int(str(one["number"])))
    ]


def _ids(versions: Sequence[int]) -> dict[int, str]:
    rows = QuestionVersion.objects.filter(pk__in=versions)
    named = rows.values_list("pk", "question__ref", "number")
    return {pk: f"{ref}.{number}" for pk, ref, number in named}


def _ruling(version: int) -> Ruling | None:
    return keys.held().of(version)


def _forms(key: Key, ruling: Ruling | None) -> dict[str, int]:
    """Every form that counts, or counted before a ruling, numbered."""
    said = [*key.accepted, *(form for one in _keys(ruling) for form in one.accepted)]
    folded = dict.fromkeys(map(typed.form, said))
    return {form: number for number, form in enumerate(folded)}


def _keys(ruling: Ruling | None) -> tuple[Key, ...]:
    return ruling.keys if ruling else ()


def _one(key: Key, ruling: Ruling | None, forms: Mapping[str, int]) -> Json:
    said: Json = {"kind": str(key.kind), "key": _key(key, forms)}
    if ruling is None:
        return said
    those = [_key(one, forms) for one in ruling.keys]
    return {**said, "ruling": {"number": ruling.number, "kind": str(ruling.kind), "keys": those}}


def _key(key: Key, forms: Mapping[str, int]) -> Json:
    match key.kind:
        case "estimate":
            return {"value": key.value, "near": key.near, "far": key.far}
        case "text":
            return {"forms": sorted({forms[typed.form(one)] for one in key.accepted})}
        case "hotspot":
            areas = [[area.shape, *area.numbers] for area in key.areas]
            return {"areas": areas, "width": key.width, "height": key.height}
    return {"places": list(key.places)}
