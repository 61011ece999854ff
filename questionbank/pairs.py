"""Verbs of an editor at a pair of questions that are alike: say what they are to each other."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from questionbank import grants, workflow
from questionbank.desk import Stale
from questionbank.messages import Fault, Refused
from questionbank.models import Facet, Likeness, Pair, Question, Status, Suspect, Verdict
from questionbank.refusals import NotTheirs, faults

# A question has one tag of these; of the others it may have several.
SINGLE = (Facet.DIMENSION, Facet.DIFFICULTY)
LONGEST_NOTE = 1000


def suspects(user: User) -> QuerySet[Suspect]:
    """The pairs that the user may decide, the likest first: both visible, one of them in a bank
    whose tags are theirs, neither retired; nor one that is being changed in a bank above, since
    they are found by the newest words."""
    seen = grants.visible(user).exclude(status=Status.RETIRED).values("pk")
    own = grants.reach(user, "tag").values("pk")
    veiled = grants.veiled(user).values("pk")
    rows = Suspect.objects.filter(first__in=seen, second__in=seen)
    rows = rows.exclude(first__in=veiled).exclude(second__in=veiled)
    return rows.filter(Q(first__in=own) | Q(second__in=own))


@transaction.atomic
def judge(one: Question, other: Question, verdict: str, *, by: User) -> Pair:
    """Keep both, as different questions or as enemies. Raises NotTheirs, and Refused for one
    question twice."""
    _two(one, other)
    if not any(grants.may(by, "tag", question) for question in (one, other)):
        raise NotTheirs(faults(one, ["verb"]))
    first, second = sorted((one.pk, other.pk))
    Suspect.objects.filter(first=first, second=second).delete()
    said = {"verdict": Verdict(verdict), "by": by}
    pair, _made = Pair.objects.update_or_create(first_id=first, second_id=second, defaults=said)
    return pair


@transaction.atomic
def take_back(pair: Pair, *, by: User) -> None:
    """Let the pair be undecided again; the search finds it anew. Raises NotTheirs."""
    both = Question.objects.filter(pk__in=[pair.first_id, pair.second_id])
    if not any(grants.may(by, "tag", question) for question in both):
        raise NotTheirs(faults(both[0], ["verb"]))
    Likeness.objects.filter(question=pair.first_id).update(searched=False)
    pair.delete()


@transaction.atomic
def merge(keep: Question, drop: Question, *, by: User) -> Question:
    """Retire `drop` with a pointer to `keep`, which gets its tags. Return `keep` as it is then.

    Both are as the user looked at them: changed by now raises Stale. Raises Refused or NotTheirs,
    changing nothing, where the workflow does not let the user retire it, for one question twice,
    and where `keep` is retired: then none of the two would be left.
    """
    _two(keep, drop)
    kept = Question.objects.select_for_update().get(pk=keep.pk)
    if kept.revision != keep.revision:
        raise Stale(kept)
    if kept.status == Status.RETIRED:
        raise Refused([Fault("", kept.ref, "", _("%s 已停用，不能把别的题并入它") % kept.ref)])
    pointer = _("与 %s 重复，已合并") % kept.ref
    gone = _retire(drop, pointer, by)
    gone.note = f"{pointer}\n{gone.note}".strip()[:LONGEST_NOTE]
    gone.save(update_fields=["note", "updated_at"])
    if grants.may(by, "tag", kept):
        _unite_tags(kept, gone, by)
    Suspect.objects.filter(Q(first=gone) | Q(second=gone)).delete()
    return kept


def _two(one: Question, other: Question) -> None:
    if one.pk == other.pk:
        raise Refused([Fault("", one.ref, "", _("一道题不能与自己比较"))])


def _retire(drop: Question, reason: str, by: User) -> Question:
    under_review = drop.status == Status.REVIEW
    if under_review:
        drop = workflow.act(drop.pk, "withdraw", by=by, revision=drop.revision)
    return workflow.act(drop.pk, "retire", by=by, revision=drop.revision, reason=reason)


def _unite_tags(kept: Question, gone: Question, by: User) -> None:
    has = set(kept.tags.values_list("facet", flat=True))
    more = [tag for tag in gone.tags.all() if tag.facet not in SINGLE or tag.facet not in has]
    before = set(kept.tags.values_list("pk", flat=True))
    if before.issuperset(tag.pk for tag in more):
        return
    kept.tags.add(*more)
    kept.revision += 1
    kept._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 (its own name)
    kept.save(update_fields=["revision", "updated_at"])
