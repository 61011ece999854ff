"""A form that somebody else was quicker than: merged with what is stored by now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from questionbank import desk
from questionbank.desk import Wanted
from questionbank.models import Facet, Option, Question
from questionbank.pages import form as forms
from questionbank.pages.form import Form
from questionbank.rows import draft_of
from questionbank.rules.merging import Merge
from questionbank.workflow import place_of

# What of a form is no part of the question.
AROUND = ("csrfmiddlewaretoken", "name", "by", "next", "same_item")


@dataclass(frozen=True, slots=True)
class Merged:
    """`form` holds both sides' changes, and where both changed the same (`asked`) the reader's.

    `taken` = what was taken over from the other, `asked`: names as in Problem.where. `moved` = it
    was submitted, approved or put into use meanwhile, which saving would take back.
    """

    form: Form
    taken: list[str]
    asked: list[str]
    moved: bool


def merged(form: Form, now: Question) -> Merged | None:
    """The form merged with the question as it is now; None when it does not say what it began
    with, or when one of the sides has no words."""
    begun, theirs = _begun(form.data.get("base", ""), now), _stored(now)
    if begun is None or theirs is None:
        return None
    base, moved = begun
    merge, mine = Merge(), form.wanted
    draft = merge.draft(base.draft, mine.draft, theirs.draft)
    three = (base, mine, theirs)
    fields = {
        name: merge.one(name, *(_plain(one.fields[name]) for one in three)) for name in mine.fields
    }
    tags = [
        tag
        for facet in Facet.values
        for tag in merge.one(facet, *(_of_facet(one, facet) for one in three))
    ]
    data = forms.filled_in(draft, fields, tags, now)
    for name in AROUND:
        if name in form.data:
            data.setlist(name, form.data.getlist(name))
    return Merged(forms.read(data), merge.taken, merge.asked, moved)


def _stored(question: Question) -> Wanted | None:
    draft = desk.current(question)
    tags = frozenset(question.tags.values_list("facet", "code"))
    fields = {name: getattr(question, name) for name in desk.FIELDS}
    return Wanted(draft, tags, fields) if draft else None


def _begun(said: str, question: Question) -> tuple[Wanted, bool] | None:
    """What the question was when the form was opened, by its version and its line of the history;
    and whether it has taken a step of the workflow since."""
    version, _dot, line = said.partition(".")
    if not all(part.isascii() and part.isdigit() and len(part) < 16 for part in (version, line)):
        return None
    then: Any = question.history.filter(history_id=int(line)).first()
    words = question.versions.filter(pk=int(version)).select_related("picture").first()
    if then is None or words is None:
        return None
    options = Option.objects.filter(version=words).select_related("picture").order_by("place")
    tags = frozenset((one.tag.facet, one.tag.code) for one in then.tags.select_related("tag"))
    fields = {name: getattr(then, name) for name in desk.FIELDS}
    moved = place_of(then) != place_of(question)
    return Wanted(draft_of(words, list(options)), tags, fields), moved


def _plain(value: str | date | None) -> str:
    return str(value or "")


def _of_facet(wanted: Wanted, facet: str) -> list[tuple[str, str]]:
    return sorted(tag for tag in wanted.tags if tag[0] == facet)
