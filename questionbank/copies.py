"""Questions with exactly the same words: no door lets a second one in."""

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from questionbank import grants
from questionbank.desk import Wanted
from questionbank.messages import Fault, Refused
from questionbank.models import Question, QuestionVersion
from questionbank.rules.question import Draft, content_hash


class Copied(Refused):
    """Another question has exactly these words; `question` is that one, None where it is not the
    asker's to see."""

    def __init__(self, fault: Fault, question: Question | None) -> None:
        super().__init__([fault])
        self.question = question


def copy_of(draft: Draft, question: Question | None, user: User) -> Fault | None:
    """That another question has exactly these words; its number only for who may read it."""
    copy = _found(draft, question, user)
    return copy.faults[0] if copy else None


def check(draft: Draft, question: Question | None, user: User) -> None:
    """Raises Copied where `copy_of` tells of a copy."""
    if copy := _found(draft, question, user):
        raise copy


def sent_before(wanted: Wanted, user: User, scope: str) -> Question | None:
    """The question that the same sending has made already: the user's own in that bank, with these
    newest words and tags. Who sends again may have lost the answer."""
    digest = content_hash(wanted.draft)
    rows = Question.objects.filter(owner=user, scope=scope, newest__content_hash=digest)
    for one in rows.order_by("pk"):
        if set(one.tags.values_list("facet", "code")) == wanted.tags:
            return one
    return None


def _found(draft: Draft, question: Question | None, user: User) -> Copied | None:
    digest = content_hash(draft)
    if question and question.newest and question.newest.content_hash == digest:
        return None
    same = QuestionVersion.objects.filter(content_hash=digest).exclude(question=question)
    other = same.select_related("question").order_by("pk").first()
    if other is None:
        return None
    seen = grants.visible_versions(user).filter(pk=other.pk).exists()
    words = _("题库里已有完全相同的试题：%s") % (other.question if seen else "…")
    return Copied(Fault("", "", "", words), other.question if seen else None)
