"""The form of one question as it was sent: its words, its tags, and what editors note."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from questionbank import desk, fields, typed
from questionbank.desk import Tags, Wanted
from questionbank.formats import notes
from questionbank.formats.found import Level, Note, error
from questionbank.messages import Fault
from questionbank.models import Facet, Picture, Question, QuestionVersion, Tag
from questionbank.pages.labels import Said, fault, said
from questionbank.rules.question import Draft, content_hash
from questionbank.rules.validity import problems
from questionbank.typed import Typed

# How long what editors note may be, as the tables hold it.
MOST = {"note": 1000, "author_zh": 80, "author_en": 160, "licence": 40}
_BETWEEN = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True, slots=True)
class Form:
    """A form and what was understood of it. `by_fields` = its single fields count, not its text."""

    data: QueryDict
    typed: Typed
    tags: Tags
    noted: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.data.get("name", "")

    @property
    def by_fields(self) -> bool:
        return bool(self.data.get("by_fields"))

    @property
    def blank(self) -> bool:
        """Whether nothing is written yet."""
        if self.by_fields:
            return not any(self.data.get(name) for name in ("stem.zh", "option.zh", "picture"))
        return typed.blank(self.data.get("text", ""))

    @property
    def revision(self) -> int:
        words = self.data.get("revision", "")
        return int(words) if re.fullmatch(r"[0-9]{1,9}", words) else -1

    @property
    def unread(self) -> bool:
        """Whether a reader could not make out some of it."""
        return any(one.level is Level.ERROR and _of_reader(one) for one in self.typed.notes)

    @property
    def wrong(self) -> bool:
        return self.typed.wrong or bool(self.faults)

    def refused(self, faults: list[Fault]) -> "Form":
        """The form with what else is wrong with it."""
        return replace(self, faults=[*self.faults, *faults])

    def same_as(self, draft: Draft, question: Question) -> bool:
        """Whether the question is by now what this form wants."""
        tags = frozenset(question.tags.values_list("facet", "code"))
        noted = all(getattr(question, name) == value for name, value in self.noted.items())
        wanted = self.wanted.draft
        return noted and tags == self.tags and content_hash(draft) == content_hash(wanted)

    @property
    def said(self) -> list[Said]:
        """All notes in words. What a rule finds wrong in a field of which a reader has said more
        is left out."""
        found = self.typed.notes
        told = {note.field for note in found if note.level is Level.ERROR and _of_reader(note)}
        kept = [note for note in found if _of_reader(note) or note.field not in told]
        return [*map(said, kept), *map(fault, self.faults)]

    @property
    def wanted(self) -> Wanted:
        """What the question shall be. Raises ValueError where its words were not understood."""
        if self.typed.draft is None:
            raise ValueError("no question was understood")
        return Wanted(self.typed.draft, self.tags, self.noted)


def _of_reader(note: Note) -> bool:
    return note.code in notes.WORDS


def read(data: QueryDict) -> Form:
    """The form that was sent. Never raises: what is wrong is told."""
    words = _by_fields(data) if data.get("by_fields") else _by_text(data)
    tags, unknown = tags_of(data)
    noted, long = _noted(data)
    faults = [*unknown, *long, *_lost_pictures(words.draft)]
    return Form(data, words, tags, noted, faults)


def initial(question: Question, version: QuestionVersion | None = None) -> QueryDict:
    """The form of a question as it is stored, with the words of that version or the newest."""
    draft = desk.words_of(version or question.newest)
    noted = {name: getattr(question, name) for name in desk.FIELDS}
    tags = ((tag.facet, tag.code) for tag in question.tags.all())
    return filled_in(draft, noted, tags, question)


def filled_in(
    draft: Draft | None,
    noted: Mapping[str, Any],
    tags: Iterable[tuple[str, str]],
    question: Question,
) -> QueryDict:
    """The form that says all this, to be saved over the question as it is now."""
    data = fields.fields_of(draft) if draft else QueryDict(mutable=True)
    if draft:
        if draft.kind != "hotspot":
            data["text"], data["english"] = typed.texts(draft)
        data["by_fields"] = "" if typed.keeps(draft) else "on"
    for name, value in noted.items():
        data[name] = str(value or "")
    for facet, code in tags:
        data.appendlist(facet, code)
    data["revision"], data["question"] = str(question.revision), str(question.pk)
    data["base"] = _base(question)
    return data


def _base(question: Question) -> str:
    """What the form began with; "" when somebody saved while it was read: then all is asked."""
    line = question.history.order_by("-history_id").values_list("history_id", flat=True).first()
    same = Question.objects.filter(pk=question.pk, revision=question.revision).exists()
    return f"{question.newest_id}.{line}" if same else ""


def tags_of(data: QueryDict) -> tuple[Tags, list[Fault]]:
    """The tags that the form names by code or by name, and a fault for each that is none."""
    said = {
        (facet, word.casefold()): word
        for facet in Facet.values
        for line in data.getlist(facet)[:50]
        for word in _BETWEEN.split(line)[:50]
        if word
    }
    known: dict[tuple[str, str], str] = {}
    for tag in Tag.objects.all() if said else ():
        for word in (tag.name_zh, tag.name, tag.code):
            known[tag.facet, word.casefold()] = tag.code
    tags = frozenset((facet, known[facet, word]) for facet, word in said if (facet, word) in known)
    missing = [key for key in said if key not in known]
    return tags, [Fault("", "", key[0], _("没有标签 %s") % said[key][:40]) for key in missing]


def _by_text(data: QueryDict) -> Typed:
    found = typed.read(data.get("text", ""), data.get("english", ""))
    if found.draft is None:
        return found
    return _checked(replace(found, draft=fields.with_pictures(found.draft, data)))


def _by_fields(data: QueryDict) -> Typed:
    found = fields.read(data)
    return _checked(Typed(found.draft, found.notes))


def _checked(words: Typed) -> Typed:
    """With a note for each problem that no reader has told of yet."""
    told = {(note.code, note.field) for note in words.notes}
    wrong = problems(words.draft) if words.draft else []
    more = [error(p.code, p.where, p.message) for p in wrong if (p.code, p.where) not in told]
    return replace(words, notes=(*words.notes, *more))


def _lost_pictures(draft: Draft | None) -> Iterator[Fault]:
    images = [draft.picture, *draft.option_pictures] if draft else []
    digests = {image.digest for image in images if image}
    if digests and Picture.objects.filter(digest__in=digests).count() < len(digests):
        yield Fault("", "", "picture", _("没有这张图片，请重新上传"))


def _noted(data: QueryDict) -> tuple[dict[str, Any], list[Fault]]:
    noted: dict[str, Any] = {name: data.get(name, "").replace("\0", "").strip() for name in MOST}
    faults = [
        Fault("", "", name, _("文字太长，最多 %d 字") % most)
        for name, most in MOST.items()
        if len(noted[name]) > most
    ]
    noted["licence"] = noted["licence"] or "CC-BY-4.0"
    noted["expires_on"] = None
    if words := data.get("expires_on", "").strip():
        try:
            noted["expires_on"] = date.fromisoformat(words)
        except ValueError:
            faults.append(Fault("", "", "expires_on", _("日期写成 2027-12-31 这样")))
    return noted, faults
