"""Puts accepted rows of a batch into the bank, many at once, inside the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import msgspec
from django.contrib.auth.models import User
from django.db.models import Max, OuterRef, Subquery

from questionbank.bank import AT_ONCE, write_history
from questionbank.desk import next_ref
from questionbank.formats.found import Row
from questionbank.import_judge import credit, merged, tags_of
from questionbank.import_rows import Kept, packed
from questionbank.likenesses import remember
from questionbank.models import (
    Batch,
    BatchRow,
    KnownLabel,
    Option,
    Outcome,
    Picture,
    Question,
    QuestionVersion,
    Status,
    Tag,
)
from questionbank.rows import Pictures, option_rows, sought, version_row
from questionbank.rules.question import Draft, content_hash

Ready = tuple[BatchRow, Kept, Draft]


@dataclass(slots=True)
class Storing:
    """One batch on its way into the bank, in the name of `by`."""

    batch: Batch
    by: User
    tags: dict[tuple[str, str], int] = field(default_factory=dict)
    labels: dict[str, tuple[str, str] | None] = field(default_factory=dict)

    def store(self, rows: Sequence[Ready]) -> None:
        """Rows whose outcome is new, like or changed, each with what is kept of it."""
        self.tags = {(f, c): pk for f, c, pk in Tag.objects.values_list("facet", "code", "pk")}
        self.labels = labels_of(self.by)
        pictures = _pictures([draft for _row, _kept, draft in rows])
        changed = [one for one in rows if one[0].outcome == Outcome.CHANGED]
        self._add([one for one in rows if one[0].outcome != Outcome.CHANGED], pictures)
        self._change(changed, pictures)

    def _add(self, rows: Sequence[Ready], pictures: Pictures) -> None:
        questions = self._questions(rows)
        Question.objects.bulk_create(questions, batch_size=AT_ONCE)
        drafts = [draft for _row, _kept, draft in rows]
        self._versions(list(zip(questions, drafts, strict=True)), {}, pictures)
        pairs = zip(questions, rows, strict=True)
        wanted = {q.pk: self._tags(kept.row, frozenset()) for q, (_row, kept, _draft) in pairs}
        self._tag(wanted)
        write_history(questions, update=False)
        for question, (row, _kept, _draft) in zip(questions, rows, strict=True):
            row.question = question

    def _questions(self, rows: Sequence[Ready]) -> list[Question]:
        code, _dash, number = next_ref(self.batch.scope).rpartition("-")
        ours = {kept.row.ref for _row, kept, _draft in rows}
        most = int(number) + 2 * len(rows) + 1
        every = (f"{code}-{at:05}" for at in range(int(number), most))
        free = (ref for ref in every if ref not in ours)
        made = []
        for _row, kept, draft in rows:
            ref = kept.row.ref if is_ours(kept.row.ref) else next(free)
            said = credit(kept.row, ("", "", "CC-BY-4.0"))
            made.append(
                Question(
                    ref=ref,
                    scope=self.batch.scope,
                    home=self.batch.scope,
                    owner=self.by,
                    sought=sought(draft, ref),
                    **dict(zip(("author_zh", "author_en", "licence"), said, strict=True)),
                )
            )
        return made

    def _versions(
        self,
        pairs: Sequence[tuple[Question, Draft]],
        numbers: Mapping[int, int],
        pictures: Pictures,
    ) -> None:
        """A version for each question, which becomes its newest."""
        made = []
        for question, draft in pairs:
            version = version_row(draft, question, numbers.get(question.pk, 0) + 1, pictures)
            version.author = self.by
            made.append(version)
        QuestionVersion.objects.bulk_create(made, batch_size=AT_ONCE)
        options = (
            option_rows(draft, version, pictures)
            for version, (_question, draft) in zip(made, pairs, strict=True)
        )
        Option.objects.bulk_create(chain.from_iterable(options), batch_size=AT_ONCE)
        for version, (question, _draft) in zip(made, pairs, strict=True):
            question.newest = version
        point_at_newest([question.pk for question, _draft in pairs])
        remember({question.pk: draft for question, draft in pairs})

    def _change(self, rows: Sequence[Ready], pictures: Pictures) -> None:
        known = self._locked([row.question_id for row, _kept, _draft in rows if row.question_id])
        numbers = _numbers(known)
        has = tags_of(known)
        other, wanted = [], {}
        for row, kept, draft in rows:
            question = known[row.question_id or 0]
            was = _was(question, has.get(question.pk, frozenset()))
            wanted[question.pk] = self._tags(kept.row, has.get(question.pk, frozenset()))
            if question.newest is None or question.newest.content_hash != content_hash(draft):
                other.append((question, draft))
                _back_to_draft(question)
            self._describe(question, kept.row, draft)
            row.draft = packed(msgspec.structs.replace(kept, was={**was, "now": question.revision}))
        self._versions(other, numbers, pictures)
        questions = list(known.values())
        write(questions, "status", "change", "author_zh", "author_en", "licence", "sought")
        self._tag(wanted, replaced=True)
        write_history(questions, update=True)

    def _describe(self, question: Question, row: Row, draft: Draft) -> None:
        said = credit(row, (question.author_zh, question.author_en, question.licence))
        question.author_zh, question.author_en, question.licence = said
        question.sought = sought(draft, question.ref)
        question.revision += 1

    def _locked(self, pks: Sequence[int]) -> dict[int, Question]:
        found: dict[int, Question] = {}
        for at in range(0, len(pks), AT_ONCE):
            rows = Question.objects.select_for_update(of=("self",)).select_related("newest")
            found |= rows.in_bulk(pks[at : at + AT_ONCE])
        return found

    def _tags(self, row: Row, has: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        """The file's own tags, and those that its words stand for; only tags that there are."""
        meant = {tag for word in row.labels if (tag := self.labels.get(word))}
        return merged(has, frozenset((row.tags | meant) & self.tags.keys()))

    def _tag(
        self, wanted: Mapping[int, Iterable[tuple[str, str]]], *, replaced: bool = False
    ) -> None:
        through: Any = Question.tags.through
        if replaced:
            through.objects.filter(question_id__in=list(wanted)).delete()
        rows = [
            through(question_id=pk, tag_id=self.tags[tag])
            for pk, tags in wanted.items()
            for tag in sorted(tags)
        ]
        through.objects.bulk_create(rows, batch_size=AT_ONCE)


def point_at_newest(pks: Sequence[int]) -> None:
    """Let questions know the version with the highest number."""
    last = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    for at in range(0, len(pks), AT_ONCE):
        rows = Question.objects.filter(pk__in=pks[at : at + AT_ONCE])
        rows.update(newest=Subquery(last.values("pk")[:1]))


def write(questions: Sequence[Question], *names: str) -> None:
    """Save these fields and the revision of stored questions; an insert that conflicts with what is
    there is many times quicker than an update with a case for each row."""
    Question.objects.bulk_create(
        questions,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*names, "revision", "updated_at"],
    )


def is_ours(ref: str) -> bool:
    """Whether a file's id looks like one of a bank ("440106-00042", "t1-001"): then it is kept,
    so that an export comes back under its ids. Others number their questions 1, 2, 3."""
    name, dash, number = ref.rpartition("-")
    return bool(dash and name.isascii() and name.isalnum() and number.isascii()) and (
        number.isdigit() and len(number) >= 3
    )


def labels_of(user: User) -> dict[str, tuple[str, str] | None]:
    """What this editor's words stand for; None for words to be ignored."""
    rows = KnownLabel.objects.filter(user=user).values_list("word", "tag__facet", "tag__code")
    return {word: (facet, code) if code else None for word, facet, code in rows}


def _back_to_draft(question: Question) -> None:
    if question.approved_id is None:
        question.status = Status.DRAFT
    else:
        question.change = Status.DRAFT


def _was(question: Question, tags: frozenset[tuple[str, str]]) -> dict[str, Any]:
    names = ("status", "change", "author_zh", "author_en", "licence")
    return {**{n: str(getattr(question, n)) for n in names}, "tags": sorted(map(list, tags))}


def _numbers(pks: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    wanted = sorted(pks)
    for at in range(0, len(wanted), AT_ONCE):
        rows = QuestionVersion.objects.filter(question__in=wanted[at : at + AT_ONCE])
        last = rows.order_by().values_list("question_id").annotate(Max("number"))
        found |= dict(last.values_list("question_id", "number__max"))
    return found


def _pictures(drafts: Iterable[Draft]) -> Pictures:
    wanted = sorted(
        {image.digest for d in drafts for image in (d.picture, *d.option_pictures) if image}
    )
    found: dict[str, Picture] = {}
    for at in range(0, len(wanted), AT_ONCE):
        rows = Picture.objects.filter(digest__in=wanted[at : at + AT_ONCE])
        found |= {row.digest: row for row in rows}
    return found
