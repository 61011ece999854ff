"""Works out what accepted rows of a batch put into the bank, before any transaction begins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from django.contrib.auth.models import User
from django.db.models import Max

from questionbank.bank import AT_ONCE, PROVINCE
from questionbank.desk import next_ref
from questionbank.formats.found import Row
from questionbank.imports.checks import Tags, faults, holders
from questionbank.imports.judge import credit, merged, tags_of
from questionbank.imports.rows import Kept, packed
from questionbank.likenesses import remembered
from questionbank.messages import Fault, Refused
from questionbank.models import (
    Batch,
    BatchRow,
    KnownLabel,
    Outcome,
    Picture,
    Question,
    QuestionVersion,
    Status,
    Step,
    Tag,
)
from questionbank.question_statements import Tagged, records, revised, tied
from questionbank.rows import Pictures, option_rows, sought, version_row
from questionbank.rules.question import Draft, content_hash
from questionbank.standing import left_review
from questionbank.statements import Meanwhile, Statement, deletes, inserts, numbers

# An id ends in so many digits, or it is no id of a bank.
LEAST_DIGITS = 3
Ready = tuple[BatchRow, Kept, Draft]


@dataclass(slots=True)
class Storing:
    """One batch on its way into the bank, in the name of `by`: everything is worked out here, and
    `statements` are what is left to be done in a transaction."""

    batch: Batch
    by: User
    at: datetime
    statements: list[Statement] = field(default_factory=list)
    tags: dict[tuple[str, str], int] = field(default_factory=dict)
    labels: dict[str, tuple[str, str] | None] = field(default_factory=dict)

    def prepare(self, rows: Sequence[Ready]) -> None:
        """Rows whose outcome is new, like or changed, each with what is kept of it. Raises Refused
        where a question would get tags or words that it may not have."""
        self.tags = {(f, c): pk for f, c, pk in Tag.objects.values_list("facet", "code", "pk")}
        self.labels = labels_of(self.by)
        pictures = _pictures([draft for _row, _kept, draft in rows])
        changed = [one for one in rows if one[0].outcome == Outcome.CHANGED]
        self._add([one for one in rows if one[0].outcome != Outcome.CHANGED], pictures)
        self._change(changed, pictures)

    def _add(self, rows: Sequence[Ready], pictures: Pictures) -> None:
        questions = self._questions(rows)
        drafts = [draft for _row, _kept, draft in rows]
        words = self._versions(list(zip(questions, drafts, strict=True)), {}, pictures)
        self.statements += [inserts(questions), *words]
        pairs = zip(questions, rows, strict=True)
        wanted = {q.pk: self._tags(kept.row, frozenset()) for q, (_row, kept, _draft) in pairs}
        tagged = self._tag(wanted)
        self.statements += records(questions, tagged, kind="+", by=self.by, at=self.at)
        for question, (row, _kept, _draft) in zip(questions, rows, strict=True):
            row.question_id = question.pk

    def _questions(self, rows: Sequence[Ready]) -> list[Question]:
        code, _dash, number = next_ref(self.batch.scope).rpartition("-")
        ours = {kept.row.ref for _row, kept, _draft in rows}
        most = int(number) + 2 * len(rows) + 1
        every = (f"{code}-{at:05}" for at in range(int(number), most))
        free = (ref for ref in every if ref not in ours)
        made = []
        for pk, (_row, kept, draft) in zip(numbers(Question, len(rows)), rows, strict=True):
            ref = kept.row.ref if is_ours(kept.row.ref, code) else next(free)
            said = credit(kept.row, ("", "", "CC-BY-4.0"))
            made.append(
                Question(
                    pk=pk,
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
        last: Mapping[int, int],
        pictures: Pictures,
    ) -> list[Statement]:
        """A version for each question, which becomes its newest; `last` = their last numbers."""
        made, options = [], []
        pks = numbers(QuestionVersion, len(pairs))
        for pk, (question, draft) in zip(pks, pairs, strict=True):
            version = version_row(draft, question, last.get(question.pk, 0) + 1, pictures)
            version.pk, version.author = pk, self.by
            made.append(version)
            options += option_rows(draft, version, pictures)
            question.newest = version
        words = {question.pk: draft for question, draft in pairs}
        return [inserts(made), inserts(options), *remembered(words, new=not last)]

    def _change(self, rows: Sequence[Ready], pictures: Pictures) -> None:
        known = _known([row.question_id for row, _kept, _draft in rows if row.question_id])
        has = tags_of(known)
        self._refuse(rows, known, has)
        other, wanted = [], {}
        steps: list[Step] = []
        for row, kept, draft in rows:
            question = self._ours(known, row)
            was = _was(question, has.get(question.pk, frozenset()))
            wanted[question.pk] = self._tags(kept.row, has.get(question.pk, frozenset()))
            if question.newest is None or question.newest.content_hash != content_hash(draft):
                other.append((question, draft))
                steps += [step] if (step := left_review(question, self.by)) else []
                _back_to_draft(question)
            self._describe(question, kept.row, draft)
            row.draft = packed(msgspec.structs.replace(kept, was={**was, "now": question.revision}))
        words = self._versions(other, _numbers(known), pictures)
        questions = list(known.values())
        names = ("newest", "status", "change", "author_zh", "author_en", "licence", "sought")
        self.statements += [*words, revised(questions, *names, at=self.at), inserts(steps)]
        tagged = self._tag(wanted, replaced=True)
        self.statements += records(questions, tagged, kind="~", by=self.by, at=self.at)

    def _ours(self, known: Mapping[int, Question], row: BatchRow) -> Question:
        """The question that a row changes. Raises Meanwhile when another bank has it by now."""
        question = known.get(row.question_id or 0)
        if question is None or question.scope != self.batch.scope:
            raise Meanwhile(str(row))
        return question

    def _refuse(
        self, rows: Sequence[Ready], known: Mapping[int, Question], has: Mapping[int, Tags]
    ) -> None:
        """Raises Refused for tags and words that a question may not get: labels add tags that no
        preview knew, and others write meanwhile."""
        there = holders({content_hash(draft) for _row, _kept, draft in rows}, self.by)
        found: list[Fault] = []
        for row, kept, draft in rows:
            question = self._ours(known, row)
            held = has.get(question.pk, frozenset())
            then = self._tags(kept.row, held)
            found += faults(question, held, then, content_hash(draft), there)
        if found:
            raise Refused(found)

    def _describe(self, question: Question, row: Row, draft: Draft) -> None:
        said = credit(row, (question.author_zh, question.author_en, question.licence))
        question.author_zh, question.author_en, question.licence = said
        question.sought = sought(draft, question.ref)
        question.revision += 1

    def _tags(self, row: Row, has: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        """The file's own tags, and those that its words stand for; only tags that there are."""
        meant = {tag for word in row.labels if (tag := self.labels.get(word))}
        return merged(has, frozenset((row.tags | meant) & self.tags.keys()))

    def _tag(
        self, wanted: Mapping[int, Iterable[tuple[str, str]]], *, replaced: bool = False
    ) -> Tagged:
        if replaced:
            through: Any = Question.tags.through
            self.statements += deletes(through, "question", list(wanted))
        ties = {pk: [self.tags[tag] for tag in sorted(tags)] for pk, tags in wanted.items()}
        statement, tagged = tied(ties)
        self.statements.append(statement)
        return tagged


def _known(pks: Sequence[int]) -> dict[int, Question]:
    found: dict[int, Question] = {}
    for at in range(0, len(pks), AT_ONCE):
        rows = Question.objects.select_related("newest")
        found |= rows.in_bulk(pks[at : at + AT_ONCE])
    return found


def is_ours(ref: str, code: str) -> bool:
    """Whether a file's id is one that this region's bank could have given ("440106-00042"): then it
    is kept, so that an export comes back under its ids. Others number their questions 1, 2, 3, and
    the ids of another bank, or of files that operators load ("t1-001"), are not to be taken here;
    the province, whose bank those files are for, keeps these, too."""
    name, dash, number = ref.rpartition("-")
    whole = dash and name.isascii() and name.isalnum() and number.isascii() and number.isdigit()
    if not whole or len(number) < LEAST_DIGITS:
        return False
    return name == code or (code == PROVINCE and not name.isdigit())


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
