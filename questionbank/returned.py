"""Questions that a reviewer sent back: whose they are and why, until they are submitted again."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from questionbank.models import Question, Status, Step

_DRAFT = Q(question__change=Status.DRAFT) | Q(
    question__change="", question__status=Status.DRAFT, question__approved=None
)


def steps() -> QuerySet[Step]:
    """For each question that is sent back, the step that did it; it holds the reason."""
    later = Step.objects.filter(
        question=OuterRef("question"), pk__gt=OuterRef("pk"), after=Status.REVIEW
    )
    return Step.objects.filter(_DRAFT, ~Exists(later), act="send_back")


def to(user: int | None) -> Q:
    """The questions that were sent back to this person: who owns them or wrote the words."""
    theirs = Q(owner=user, owner__isnull=False) | Q(
        newest__author=user, newest__author__isnull=False
    )
    return theirs & Q(pk__in=steps().values("question"))


def among(questions: Collection[int]) -> set[int]:
    """Those of the questions, by number, that are sent back, to whomever."""
    return set(steps().filter(question__in=questions).values_list("question", flat=True))


def step(question: Question) -> Step | None:
    """Who sent the question back, when and why; None when it is not sent back, or no more."""
    return steps().filter(question=question).select_related("by", "version").last()
