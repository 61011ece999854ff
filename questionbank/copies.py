"""Questions with exactly the same words: no door lets a second one in."""

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from questionbank import grants
from questionbank.desk import FIELDS, Wanted
from questionbank.messages import Fault, Refused
from questionbank.models import Question, QuestionVersion
from questionbank.rules.question import Draft, content_hash

# What tells a draft that is as it was made, beside its words and tags.
AS_MADE = ("owner", "scope", "status", "change", "revision", *sorted(FIELDS))


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
    """The question that the same sending has made already: the user's own in that bank, still the
    draft that was made, with these words, tags and notes. Who sends again may have lost the
    answer."""
    made = Question(owner=user, scope=scope, **wanted.fields)
    alike = {name: getattr(made, name) for name in AS_MADE}
    digest = content_hash(wanted.draft)
    for one in Question.objects.filter(newest__content_hash=digest, **alike).order_by("pk"):
        if set(one.tags.values_list("facet", "code")) == wanted.tags:
            return one
    return None


def _found(draft: Draft, question: Question | None, user: User) -> Copied | None:
    digest = content_hash(draft)
    if question and question.newest and question.newest.content_hash == digest:
        return None
    same = QuestionVersion.objects.filter(content_hash=digest).exclude(question=question)
    if not same.exists():
        return None
    # Of several that have them, one that may be seen is of more help.
    seen = same.filter(pk__in=grants.visible_versions(user).values("pk"))
    other = seen.select_related("question").order_by("pk").first()
    words = _("题库里已有完全相同的试题：%s") % (other.question if other else "…")
    return Copied(Fault("", "", "", words), other.question if other else None)
