"""Where questions of files come to stand: drafts, or in use at once if somebody vouches for them.

Source: contest regulations, section 10.9.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, OuterRef, Subquery

from questionbank.models import Question, QuestionVersion, Status, Step

AT_ONCE = 500
# What nobody has approved yet, and nobody has put away.
WAITING = (Status.DRAFT, Status.REVIEW)


@dataclass(frozen=True, slots=True)
class Voucher:
    """Who answers for it that a second person has read the questions, and by what deed.

    Nobody by name: the project's own files, which are read before they are part of it.
    """

    by: User | None = None
    reason: str = ""


STARTER = Voucher()


def left_review(question: Question, by: User | None) -> Step | None:
    """The record of words that leave the review, since a file has newer ones; None of what was not
    there. `question` is as it was before: the step names its version, which an undo of the file
    keeps."""
    if Status.REVIEW not in (question.status, question.change):
        return None
    return Step(
        question=question,
        version_id=question.newest_id,
        act="revise",
        before=Status.REVIEW,
        after=Status.DRAFT,
        by=by,
    )


def changed_here(refs: Collection[str]) -> set[str]:
    """Those of the questions that somebody of this bank has changed or taken a step with.

    The project's files are loaded at every start of a new release: they would take back what
    editors corrected, unasked.
    """
    history: Any = Question.history
    found: set[str] = set()
    for some in _batches(sorted(refs)):
        found |= set(
            Step.objects.filter(question__ref__in=some).values_list("question__ref", flat=True)
        )
        rows = history.filter(ref__in=some, history_user__isnull=False)
        found |= set(rows.values_list("ref", flat=True))
    return found


def stand(
    fresh: Sequence[Question], every: Sequence[Question], voucher: Voucher | None
) -> set[str]:
    """Let the `fresh` ones know their new words, and with a voucher bring those of `every` that
    wait for a yes into use. Return the refs of these."""
    if voucher is None:
        _back_to_draft(fresh)
        return set()
    begun = {one.pk: one.status for one in every if not one.approved_id and one.status in WAITING}
    touched = {one.pk: one for one in [*fresh, *(one for one in every if one.pk in begun)]}
    approve_newest(touched)
    for pks in _batches(sorted(begun)):
        Question.objects.filter(pk__in=pks).update(status=Status.LIVE)
    for pk in begun:
        touched[pk].status = Status.LIVE
    if voucher.by:
        Step.objects.bulk_create(_steps(sorted(touched), begun, voucher), AT_ONCE)
    return {touched[pk].ref for pk in begun}


def approve_newest(questions: Collection[int]) -> None:
    """Let questions know their newest version, which contests use from now on; whoever has one of
    them open is told of a change."""
    _know_newest(questions, approved=_newest(), change="")


def write_history(
    questions: Sequence[Question], voucher: Voucher | None = None, *, update: bool
) -> None:
    """Write the history that saving one by one would write, tags included, in a few inserts."""
    if not questions:
        return
    history: Any = Question.history
    said = voucher or STARTER
    records = history.bulk_history_create(
        questions,
        batch_size=AT_ONCE,
        update=update,
        default_user=said.by,
        default_change_reason=said.reason[:100],
    )
    by_question = {record.id: record for record in records}
    model = history.model.tags.model
    rows: list[Any] = []
    for pks in _batches(sorted(by_question)):
        pairs = Question.tags.through.objects.filter(question_id__in=pks)
        for pk, question, tag in pairs.values_list("pk", "question_id", "tag_id"):
            record = by_question[question]
            rows.append(model(history=record, id=pk, question_id=question, tag_id=tag))
    model.objects.bulk_create(rows, batch_size=AT_ONCE)


def _back_to_draft(fresh: Sequence[Question]) -> None:
    """As after an editor's change: what was approved goes on being asked."""
    steps = [step for one in fresh if (step := left_review(one, None))]
    Step.objects.bulk_create(steps, AT_ONCE)
    approved = [one for one in fresh if one.approved_id]
    waiting = [one for one in fresh if not one.approved_id]
    _know_newest([one.pk for one in waiting])
    _know_newest([one.pk for one in approved], change=Status.DRAFT)
    review = [one for one in waiting if one.status == Status.REVIEW]
    for one in review:
        one.status = Status.DRAFT
    for one in approved:
        one.change = Status.DRAFT
    Question.objects.bulk_update(review, ["status"], batch_size=AT_ONCE)


def _know_newest(questions: Collection[int], **more: Any) -> None:
    for pks in _batches(sorted(questions)):
        rows = Question.objects.filter(pk__in=pks)
        rows.update(newest=_newest(), revision=F("revision") + 1, **more)


def _newest() -> Subquery:
    versions = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    return Subquery(versions.values("pk")[:1])


def _steps(pks: Sequence[int], begun: dict[int, str], voucher: Voucher) -> Iterator[Step]:
    for some in _batches(pks):
        for pk, version in Question.objects.filter(pk__in=some).values_list("pk", "newest_id"):
            act, before, after = "approve", Status.DRAFT, Status.APPROVED
            if pk in begun:
                act, before, after = "activate", Status(begun[pk]), Status.LIVE
            step = Step(question_id=pk, version_id=version, act=act, before=before, after=after)
            step.reason, step.by = voucher.reason, voucher.by
            yield step


def _batches(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[at : at + AT_ONCE] for at in range(0, len(values), AT_ONCE))
