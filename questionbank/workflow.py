"""Verbs of the workflow: each takes one step of a question's way, or none. Source: contest
regulations, section 10.

Whether a step may be taken is said by questionbank.rules.workflow; here it is looked up and stored.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet

from questionbank import grants
from questionbank.desk import Stale
from questionbank.messages import Fault, Refused
from questionbank.models import Comment, Facet, Question, QuestionVersion, Status, Step, Tag
from questionbank.refusals import NotTheirs, faults, lacks
from questionbank.rules import roles
from questionbank.rules.workflow import (
    ACTS,
    COMPLETE,
    OF_APPROVED,
    OF_THE_OTHER_BANK,
    OTHER,
    REASON,
    WORDS,
    Case,
    Move,
    Place,
    after,
    move,
    refusals,
)

LONGEST = 1000
# Refusals that are about the person, not about the question.
PERSONAL = frozenset({"verb", "own", "final"})
CHANGED = ["status", "change", "approved", "scope", "offered_to", "revision", "updated_at"]


@dataclass(frozen=True, slots=True)
class Wish:
    """A step that somebody wants to take; `to` is the bank that a question is offered to."""

    act: str
    by: User
    reason: str = ""
    blind: list[int] | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tags and words of a question say about its steps."""

    sensitive: bool
    missing: list[Fault]


def act(
    pk: int,
    act: str,
    *,
    by: User,
    revision: int,
    reason: str = "",
    blind: list[int] | None = None,
) -> Question:
    """The question after that act (one of questionbank.rules.workflow.ACTS, but `offer`).

    `revision` is what `by` looked at; another by now raises Stale. `blind` is what a reviewer chose
    before the key was shown. Raises NotTheirs when somebody else might do it, else Refused, with
    one fault for each thing that is missing; nothing is stored then.
    """
    return _take(pk, revision, Wish(act, by, _plain(reason), blind))


def offer(pk: int, to: str, *, by: User, revision: int) -> Question:
    """Offer the question to the bank of `to`, a region above its own. Raises like `act`."""
    return _take(pk, revision, Wish("offer", by, to, to=to))


def possible(question: Question, by: User) -> dict[str, bool]:
    """The acts that `by` may take now, in the table's order, each with whether it wants a reason.

    What the question lacks for its review is told when it is sent there.
    """
    place, facts = place_of(question), Facts(_is_sensitive(question), [])
    found: dict[str, bool] = {}
    for act in ACTS:
        taken = move(place, act)
        if taken is None or not _has_a_bank(question, act):
            continue
        case = _case(question, Wish(act, by, reason="."), facts)
        if not any(refusals(place, act, case)):
            found[act] = REASON in taken.asks
    return found


@transaction.atomic
def comment(pk: int, text: str, *, by: User, field: str = "") -> Comment:
    """Say something about a field of the newest version ("" = about all of it). Raises Refused."""
    question = Question.objects.select_related("newest").get(pk=pk)
    text = _plain(text)
    if not grants.may(by, "comment", question):
        raise NotTheirs(faults(question, ["verb"]))
    if not text or len(text) > LONGEST or question.newest is None:
        raise Refused(faults(question, ["comment"]))
    return Comment.objects.create(
        question=question, version=question.newest, field=_plain(field)[:40], text=text, by=by
    )


def resolve_comment(pk: int, *, by: User) -> Comment:
    """The comment, seen to; again changes nothing. Raises NotTheirs."""
    said = Comment.objects.select_related("question").get(pk=pk)
    if not grants.may(by, "comment", said.question):
        raise NotTheirs(faults(said.question, ["verb"]))
    Comment.objects.filter(pk=pk).update(done=True)
    said.done = True
    return said


def queue(user: User) -> QuerySet[Question]:
    """What the user may approve next: in review, somebody else's, the longest waiting first."""
    waiting = Q(status=Status.REVIEW) | Q(change=Status.REVIEW)
    rows = grants.reach(user, "review").filter(waiting).exclude(newest__author=user)
    if not user.is_superuser:
        held = grants.grants_of(user)
        provinces = [path for path in roles.paths(held, "approve") if path == roles.top(path)]
        final = grants.within(provinces)
        at_once = grants.within(roles.paths(held, "activate"))
        rows = rows.filter(final | ~Q(pk__in=_sensitive()), at_once | ~Q(status=Status.LIVE))
    since = Max("steps__pk", filter=Q(steps__after=Status.REVIEW))
    return rows.annotate(since=since).order_by(F("since").asc(nulls_first=True), "pk")


def refused(question: Question, wish: Wish, facts: Facts) -> list[str]:
    """Why the step may not be taken, as codes of questionbank.refusals; none when it may."""
    place = place_of(question)
    codes = list(refusals(place, wish.act, _case(question, wish, facts)))
    if wish.act in OF_THE_OTHER_BANK and not question.offered_to:
        codes = ["state"]
    if wish.act == "offer" and wish.to not in roles.above(question.scope)[:-1]:
        codes.append("above")
    if len(wish.reason) > LONGEST:
        codes.append("long")
    return codes


def carry_out(question: Question, wish: Wish) -> Step:
    """Change the question in memory as the step says; return the record of it, with the version
    that it is about. Nothing is stored.

    Raises ValueError for a step that `refused` would refuse for its state.
    """
    place = place_of(question)
    taken = move(place, wish.act)
    if taken is None:
        raise ValueError(f"no way to {wish.act} from {place}")
    there = after(place, taken)
    question.status, question.change = Status(there.status), there.change
    if wish.act == "approve":
        question.approved = question.newest
    _move_bank(question, wish)
    question.revision += 1
    # By its number: a bulk change has not read the words in use.
    about = question.approved_id if wish.act in OF_APPROVED else question.newest_id
    return Step(question=question, version_id=about, **_step(taken, wish))


def place_of(question: Question) -> Place:
    return Place(question.status, question.change, question.approved_id is not None)


@transaction.atomic
def _take(pk: int, revision: int, wish: Wish) -> Question:
    # The joined rows of nullable keys cannot be locked on PostgreSQL; only the question needs it.
    rows = Question.objects.select_for_update(of=("self",)).select_related("newest")
    question = rows.get(pk=pk)
    if question.revision != revision:
        raise Stale(question)
    facts = _facts(question, wish)
    if codes := refused(question, wish, facts):
        kind = NotTheirs if PERSONAL.issuperset(codes) else Refused
        missing = facts.missing if "incomplete" in codes else []
        raise kind([*faults(question, codes), *missing])
    step = carry_out(question, wish)
    question._history_user = wish.by  # type: ignore[attr-defined]  # noqa: SLF001 (its own name)
    question.save(update_fields=CHANGED)
    step.save()
    return question


def _facts(question: Question, wish: Wish) -> Facts:
    asked = _asks(question, wish, COMPLETE)
    missing = lacks(question, _version(question, wish.act)) if asked else []
    return Facts(_is_sensitive(question), missing)


def _asks(question: Question, wish: Wish, what: str) -> bool:
    taken = move(place_of(question), wish.act)
    return taken is not None and what in taken.asks


def _is_own(question: Question, wish: Wish) -> bool:
    """Whether the words are the actor's; looked up only where it is asked."""
    version = _version(question, wish.act) if _asks(question, wish, OTHER) else None
    return version is not None and version.author_id == wish.by.pk


def _version(question: Question, act: str) -> QuestionVersion | None:
    """The version that the act is about."""
    return question.approved if act in OF_APPROVED else question.newest


def _is_sensitive(question: Question) -> bool:
    return question.tags.filter(facet=Facet.SENSITIVITY).exists()


def _has_a_bank(question: Question, act: str) -> bool:
    """Whether there is another bank for what concerns one."""
    if act == "offer":
        return len(roles.above(question.scope)) > 1
    return act not in OF_THE_OTHER_BANK or bool(question.offered_to)


def _case(question: Question, wish: Wish, facts: Facts) -> Case:
    held = grants.grants_of(wish.by)
    if wish.by.is_active and wish.by.is_superuser:
        held = frozenset((role, roles.top(question.scope)) for role in roles.ROLES)
    theirs = wish.act in OF_THE_OTHER_BANK
    return Case(
        held,
        question.offered_to if theirs else question.scope,
        own=_is_own(question, wish),
        sensitive=facts.sensitive,
        complete=not facts.missing,
        reason=wish.reason,
    )


def _move_bank(question: Question, wish: Wish) -> None:
    match wish.act:
        case "offer":
            question.offered_to = wish.to
        case "adopt":
            question.scope, question.offered_to = question.offered_to, ""
        case "decline" | "retire":
            question.offered_to = ""


def _step(taken: Move, wish: Wish) -> dict[str, Any]:
    stored = {
        name: "retired" if name == "dropped" else name for name in (taken.before, taken.after)
    }
    return {
        "act": wish.act,
        "before": stored[taken.before],
        "after": stored[taken.after],
        "reason": wish.reason,
        "blind": wish.blind if taken in WORDS else None,
        "by": wish.by,
    }


def _sensitive() -> QuerySet[Question, int]:
    tags = Tag.objects.filter(facet=Facet.SENSITIVITY)
    tagged = Question.tags.through.objects.filter(tag__in=tags.values("pk"))
    return tagged.values("question_id")  # type: ignore[return-value]


def _plain(text: str) -> str:
    return text.replace("\0", "").strip()
