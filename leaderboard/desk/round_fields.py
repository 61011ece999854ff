"""The form of a round as its template draws it: fields with their kinds, choices and refusals, and
the cells of the blueprint with how many questions the pool has for each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leaderboard.desk import round_form
from leaderboard.desk.round_form import FLAGS, Typed
from questionbank import coverage, papers
from questionbank.coverage import KIND
from questionbank.models import Facet
from questionbank.rules.blueprint import Item, shortages
from quiz import format_words, preparing, rounds
from quiz.models import Cohort, Contest
from quiz.rules.formats import Format

FACETS: Final = (
    (KIND, gettext_lazy("题型")),
    *((one.value, one.label) for one in Facet if one is not Facet.SENSITIVITY),
)
HINTS: Final = {
    "pool": gettext_lazy("标签代码，用空格分开，如 elders T4；不填为全部"),
    "bands": gettext_lazy("一行一级：名称 百分比；得分超过满分的百分比即达到"),
    "audience": gettext_lazy("题号，用空格分开；只供出局者和观看者作答"),
    "books": gettext_lazy("题库切成几册；册数多，相邻两人的卷更少相同"),
    "grace_ms": gettext_lazy("截止之后多久收到的还算数，只补网络"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `kind` is number, flag, choice, checks, ties, text or lines."""

    name: str
    label: str
    kind: str
    value: str
    picked: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    hint: str
    wrong: str


def fields(names: Sequence[str], of: Typed, wrong: Mapping[str, str]) -> list[Field]:
    """The fields of these settings, as they were typed."""
    return [
        Field(
            name,
            str(format_words.LABELS[name]),
            _kind(name),
            of.plain.get(name, ""),
            of.lists.get(name, ()),
            tuple(_choices(name)),
            str(HINTS.get(name, "")),
            wrong.get(name, ""),
        )
        for name in names
    ]


def _kind(name: str) -> str:
    if name in FLAGS:
        return "flag"
    if name in ("boards", "cohorts"):
        return "checks"
    if name in ("ties", "bands", "pool", "audience"):
        return {"ties": "ties", "bands": "lines"}.get(name, "text")
    return "choice" if name in format_words.CHOICES else "number"


def _choices(name: str) -> list[tuple[str, str]]:
    if name == "cohorts":
        return [(one.code, one.name) for one in Cohort.objects.all()]
    return [(value, str(words)) for value, words in format_words.CHOICES.get(name, {}).items()]


def single() -> frozenset[str]:
    """The codes of cells that have a field of their own."""
    return frozenset(head.code for facet, _title in FACETS for head in coverage.heads(facet))


@dataclass(frozen=True, slots=True)
class Cell:
    code: str
    name: str
    value: str
    have: int


@dataclass(frozen=True, slots=True)
class FacetCells:
    """The cells of one facet; `chosen` questions are asked of it."""

    title: str
    cells: list[Cell]
    chosen: int


def cells(items: Sequence[Item], of: Typed) -> list[FacetCells]:
    """Facet by facet, each code with what was typed and how many questions have it."""
    have = Counter(tag for item in items for tag in item.tags)
    found = []
    for facet, title in FACETS:
        rows = [
            Cell(head.code, head.name, of.cells.get(head.code, ""), have[head.code])
            for head in coverage.heads(facet)
        ]
        chosen = sum(int(row.value) for row in rows if row.value.isdecimal())
        found.append(FacetCells(str(title), rows, chosen))
    return found


def pool(contest: Contest, settings: Mapping[str, Any]) -> list[Item]:
    """The questions that such a round of the contest may ask."""
    return papers.pool(contest.region.path, settings["pool"])


def short(items: list[Item], form: Format | None) -> list[str]:
    """The cells of which the pool has too few questions for one paper, a line each."""
    if form is None:
        return []
    lacks = shortages(items, rounds.blueprint_of(form))
    return rounds.shorts_in_words(lacks).splitlines() if lacks else []


def told(items: list[Item], read: round_form.Read) -> dict[str, Any]:
    """What a page that is being typed on is told: refusals, the sum, and what the pool has."""
    blueprint = read.settings["blueprint"]
    codes = Counter(tag for item in items for tag in item.tags)
    joined = {cell: preparing.have(items, cell) for cell in blueprint if "+" in cell}
    return {
        "wrong": read.wrong,
        "sum": sum(blueprint.values()),
        "questions": read.settings["questions"],
        "pool": len(items),
        "have": {**codes, **joined},
        "short": short(items, read.form),
        "said": sum_words(sum(blueprint.values()), read.settings["questions"]),
    }


def sum_words(cells: int, questions: int) -> str:
    """What the blueprint comes to beside the length of a paper."""
    if not cells:
        return _("没有填：每卷 %d 题，从全部候选题中抽取") % questions
    said = {"cells": cells, "questions": questions}
    words = _("合计 %(cells)d 题，每卷 %(questions)d 题") % said
    return words if cells == questions else f"{words} ✗"
