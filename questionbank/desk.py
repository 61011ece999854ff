"""Verbs of one editor at one question: write it, revise it. Whole or not at all."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError
from django.db.models.functions import Length
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionbank import grants
from questionbank.likenesses import remember
from questionbank.messages import Fault, NotTheirs, Refused, in_words
from questionbank.models import Facet, Option, Picture, Question, QuestionVersion, Status, Step, Tag
from questionbank.punctuation import told
from questionbank.rows import draft_of, option_rows, sought, version_row
from questionbank.rules.complete import TOO_MANY, spoiled
from questionbank.rules.question import Draft, content_hash, normal
from questionbank.rules.validity import problems
from questionbank.rules.workflow import Place

Tags = frozenset[tuple[str, str]]


class Stale(Exception):
    """Somebody else changed the question since it was read; `question` is as it stands now."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.ref)
        self.question = question


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question shall be: its words, its tags as (facet, code), and what editors note."""

    draft: Draft
    tags: Tags = frozenset()
    fields: dict[str, Any] = field(default_factory=dict)


# A sensitive tag is taken away only by who has the last word: the field, and what to say.
LIFT = ("sensitivity", gettext_lazy("敏感标签只能由省级终审人去掉"))
# A tag that review asked for stays with what passed it or waits for it.
KEPT = ("", gettext_lazy("送审以后不能缺少必需的标签"))
# So many people of one region may save a new question at the same moment.
TRIES = 20
# What a form may set besides words and tags.
FIELDS = frozenset({"note", "expires_on", "author_zh", "author_en", "licence"})


@transaction.atomic
def create(wanted: Wanted, *, by: User | None, scope: str, ref: str = "") -> Question:
    """A new question, a draft in the bank of `scope`. Raises Refused, storing nothing."""
    _check(wanted)
    question = Question(scope=scope, home=scope, owner=by, ref=ref, **_fields(wanted))
    if ref:
        question.save()
    else:
        _save_numbered(question)
    question.newest = _add_version(question, wanted.draft, by, same_item=False)
    question.sought = sought(wanted.draft, question.ref)
    question.tags.set(_tags(wanted.tags))
    question.save(update_fields=["newest", "sought"])
    remember({question.pk: wanted.draft})
    return question


@transaction.atomic
def revise(
    pk: int, wanted: Wanted, *, by: User | None, revision: int, same_item: bool = False
) -> Question:
    """The question with new words (a new version, to be reviewed again), tags and notes.

    `revision` is what the editor read; another by now raises Stale. The same words again make no
    new version. `same_item` = a typo was mended, statistics carry on. Raises Refused, and what
    `check_tags` raises.
    """
    question = Question.objects.select_for_update().get(pk=pk)
    if question.revision != revision:
        raise Stale(question)
    _check(wanted)
    newest = question.newest
    rewritten = newest is None or newest.content_hash != content_hash(wanted.draft)
    check_tags(question, wanted.tags, by, rewritten=rewritten)
    if rewritten:
        question.newest = _add_version(question, wanted.draft, by, same_item=same_item)
        _back_to_draft(question, by)
        remember({question.pk: wanted.draft})
    for name, value in _fields(wanted).items():
        setattr(question, name, value)
    question.sought = sought(wanted.draft, question.ref)
    question.revision += 1
    question.tags.set(_tags(wanted.tags))
    question.save()
    return question


@transaction.atomic
def drop(pk: int) -> None:
    """Take away a draft that was never reviewed. Raises Refused for anything else: what has been
    asked, or talked about, stays."""
    question = Question.objects.select_for_update().get(pk=pk)
    fresh = question.status == Status.DRAFT and question.approved_id is None
    why = Refused([Fault("", question.ref, "", _("只有未送审的草稿可以删除；其他试题请停用"))])
    if not fresh or question.steps.exists() or question.comments.exists():
        raise why
    Question.objects.filter(pk=pk).update(newest=None)
    try:
        question.versions.all().delete()
    except ProtectedError as held:  # a ruling or a report is about them
        raise why from held
    question.delete()


def current(question: Question) -> Draft | None:
    """The newest words as a draft; None for a question that has none."""
    return words_of(question.newest)


def words_of(version: QuestionVersion | None) -> Draft | None:
    """The words of a version as a draft; None for none."""
    if version is None:
        return None
    options = Option.objects.filter(version=version).select_related("picture").order_by("place")
    return draft_of(version, list(options))


def check_tags(question: Question, tags: Tags, by: User | None, *, rewritten: bool = False) -> None:
    """Raises NotTheirs when a sensitive tag would go and `by` has not the last word about it, and
    Refused when a question past draft would lack a tag that it needs.

    `rewritten` = it gets new words: what was never approved is a draft then.
    """
    held = set(question.tags.values_list("facet", "code"))
    lost = {facet for facet, _code in held - tags}
    if by is not None and Facet.SENSITIVITY in lost and not grants.may_lift(by, question.scope):
        raise NotTheirs([Fault("", question.ref, LIFT[0], str(LIFT[1]))])
    approved = question.approved_id is not None
    status = question.status if approved or not rewritten else Status.DRAFT
    place = Place(status, question.change, approved)
    spoils = spoiled(place, [facet for facet, _ in held], [facet for facet, _ in tags])
    if spoils:
        raise Refused([_kept(question, one.removesuffix(TOO_MANY)) for one in spoils])


def _kept(question: Question, facet: str) -> Fault:
    return Fault("", question.ref, facet, told(KEPT[1], Facet(facet).label))


def _check(wanted: Wanted) -> None:
    faults = [Fault("", "", p.where, in_words(p)) for p in problems(wanted.draft)]
    if faults:
        raise Refused(faults)


def _fields(wanted: Wanted) -> dict[str, Any]:
    return {name: value for name, value in wanted.fields.items() if name in FIELDS}


def _back_to_draft(question: Question, by: User | None) -> None:
    """New words are unreviewed; the approved ones stay in use until the new ones are, too. That
    they left the review is a step of their way."""
    if Status.REVIEW in (question.status, question.change):
        Step.objects.create(
            question=question,
            version=question.newest,
            act="revise",
            before=Status.REVIEW,
            after=Status.DRAFT,
            by=by,
        )
    if question.approved_id is None:
        question.status = Status.DRAFT
    else:
        question.change = Status.DRAFT


def _save_numbered(question: Question) -> None:
    """Save a new question under the next id of its bank; under the one after it when somebody else
    took that at the same moment, whose row is not seen before it is committed."""
    for left in reversed(range(TRIES)):
        question.ref = next_ref(question.scope)
        try:
            with transaction.atomic():
                return question.save()
        except IntegrityError:
            if not left or not Question.objects.filter(ref=question.ref).exists():
                raise
    return None


def next_ref(scope: str) -> str:
    """A new id that says where the question was written: "440106-00042".

    One that a deleted draft had is not given again: people may have written it down, or sent it.
    """
    code = scope.rpartition("/")[2]
    number = max(_last_number(rows, code) for rows in (Question.objects, Question.history)) + 1
    return f"{code}-{number:05}"


def _last_number(rows: Any, code: str) -> int:
    """The largest number that an id of that region has among the rows; 0 for none."""
    shape = rf"^{re.escape(code)}-[0-9]{{5,}}$"
    made = rows.filter(ref__startswith=f"{code}-", ref__regex=shape)
    # By length first: as text "99999" comes after "100000".
    last = made.order_by(Length("ref").desc(), "-ref").values_list("ref", flat=True).first()
    return int(last.rpartition("-")[2]) if last else 0


def _add_version(
    question: Question, draft: Draft, by: User | None, *, same_item: bool
) -> QuestionVersion:
    form = normal(draft)
    last = question.versions.aggregate(Max("number"))["number__max"] or 0
    pictures = _pictures(form)
    version = version_row(form, question, last + 1, pictures)
    version.same_item, version.author = same_item, by
    version.save()
    Option.objects.bulk_create(option_rows(form, version, pictures))
    return version


def _pictures(form: Draft) -> dict[str, Picture]:
    digests = {image.digest for image in (form.picture, *form.option_pictures) if image}
    return {picture.digest: picture for picture in Picture.objects.filter(digest__in=digests)}


def _tags(tags: Collection[tuple[str, str]]) -> list[Tag]:
    codes = {code for _facet, code in tags}
    return [tag for tag in Tag.objects.filter(code__in=codes) if (tag.facet, tag.code) in tags]
