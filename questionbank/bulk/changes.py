"""The kinds of change that can be made to many questions, each decided question by question.

A change says what it would leave: "" = it can be made, "same" = nothing to do, else a refusal's
code. What it touches is its stand, as plain values: kept before and after, so that undoing it puts
back what was there, and only where it is still as the change left it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.contrib.auth.models import User

from questionbank import grants, workflow
from questionbank.bulk.chunks import Entry
from questionbank.models import Facet, Status, Step
from questionbank.rules import roles
from questionbank.rules.workflow import USE, WORDS, move
from questionbank.workflow import Wish

SAME = "same"
Stand = dict[str, Any]
MOVES = (*WORDS, *USE)
# A question has one tag of these: another takes its place.
SINGLE = (Facet.DIMENSION, Facet.DIFFICULTY)


class Change(Protocol):
    """What every kind of change can do."""

    @property
    def words(self) -> bool:
        """Whether it is decided by the question's words."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns of a question that it writes, beside the version in use."""

    def verdict(self, entry: Entry, by: User) -> str:
        """ "", SAME, or why not, as a code."""

    def make(self, entry: Entry, by: User) -> Step | None:
        """Change the entry in memory; return the step to be recorded."""

    def stand(self, entry: Entry) -> Stand: ...

    def put_back(self, entry: Entry, was: Stand) -> None:
        """Make the entry's stand `was` again, in memory."""

    def may_undo(self, entry: Entry, was: Stand, by: User) -> str:
        """ "" or a refusal's code."""


@dataclass(frozen=True, slots=True)
class Tagging:
    """Add a tag (of a single facet: instead of the other), or take it away."""

    tag: int
    facet: str
    add: bool
    words: bool = False
    fields: tuple[str, ...] = ()

    def verdict(self, entry: Entry, by: User) -> str:
        if not grants.may(by, "tag", entry.question.scope):
            return "verb"
        after = self._after(entry)
        return SAME if after == entry.tags else self._lifts(entry, after, by)

    def make(self, entry: Entry, by: User) -> None:
        entry.tags = self._after(entry)

    def stand(self, entry: Entry) -> Stand:
        return {"tags": sorted(entry.of(self.facet))}

    def put_back(self, entry: Entry, was: Stand) -> None:
        entry.tags = self._was(entry, was)

    def may_undo(self, entry: Entry, was: Stand, by: User) -> str:
        if not grants.may(by, "tag", entry.question.scope):
            return "verb"
        return self._lifts(entry, self._was(entry, was), by)

    def _was(self, entry: Entry, was: Stand) -> set[int]:
        return (entry.tags - entry.of(self.facet)) | (set(was["tags"]) & entry.every.keys())

    def _lifts(self, entry: Entry, after: set[int], by: User) -> str:
        """Taking a sensitive tag away is for who has the last word about the question."""
        lost = self.facet == Facet.SENSITIVITY and entry.tags - after
        return "lift" if lost and not grants.may_lift(by, entry.question.scope) else ""

    def _after(self, entry: Entry) -> set[int]:
        if not self.add:
            return entry.tags - {self.tag}
        others = entry.of(self.facet) if self.facet in SINGLE else set()
        return (entry.tags - others) | {self.tag}


@dataclass(frozen=True, slots=True)
class Stepping:
    """Take a step of the workflow; `to` is the bank of an offer."""

    act: str
    reason: str = ""
    to: str = ""
    fields: tuple[str, ...] = ("status", "change", "offered_to")

    @property
    def words(self) -> bool:
        return self.act in ("submit", "approve")

    def verdict(self, entry: Entry, by: User) -> str:
        question = entry.question
        if self._done(entry):
            return SAME
        codes = workflow.refused(question, self._wish(by), entry.facts)
        return codes[0] if codes else ""

    def make(self, entry: Entry, by: User) -> Step:
        return workflow.carry_out(entry.question, self._wish(by))

    def stand(self, entry: Entry) -> Stand:
        question = entry.question
        names = ("status", "change", "scope", "offered_to", "approved_id", "newest_id")
        return {name: getattr(question, name) for name in names} | {
            "status": str(question.status),
            "change": str(question.change),
        }

    def put_back(self, entry: Entry, was: Stand) -> None:
        for name in ("status", "change", "offered_to", "approved_id"):
            setattr(entry.question, name, was[name])

    def may_undo(self, entry: Entry, was: Stand, by: User) -> str:
        scope = entry.question.scope
        verbs = {row.verb for row in MOVES if row.act == self.act}
        if not any(grants.may(by, verb, scope) for verb in verbs):
            return "verb"
        if was["status"] != Status.LIVE or self.act == "offer":
            return ""
        # It would be asked again at once.
        codes = workflow.refused(_as_approved(entry), Wish("activate", by), entry.facts)
        return codes[0] if codes else ""

    def _wish(self, by: User) -> Wish:
        return Wish(self.act, by, self.to or self.reason, to=self.to)

    def _done(self, entry: Entry) -> bool:
        if self.act == "offer":
            return entry.question.offered_to == self.to
        place = workflow.place_of(entry.question)
        ends = {row.after for row in MOVES if row.act == self.act}
        return move(place, self.act) is None and bool(ends & {place.words, place.use})


def _as_approved(entry: Entry) -> Any:
    """The question as it stands just before it is put into use; a copy, never stored."""
    question = type(entry.question)(
        pk=entry.question.pk, ref=entry.question.ref, scope=entry.question.scope
    )
    question.status, question.approved_id = Status.APPROVED, entry.question.approved_id
    return question


@dataclass(frozen=True, slots=True)
class Moving:
    """Give the question to the bank of another region."""

    to: str
    words: bool = False
    fields: tuple[str, ...] = ("scope", "offered_to")

    def verdict(self, entry: Entry, by: User) -> str:
        if entry.question.scope == self.to:
            return SAME
        return "" if _may_both(by, entry.question.scope, self.to) else "verb"

    def make(self, entry: Entry, by: User) -> None:
        question = entry.question
        question.scope = self.to
        if question.offered_to not in roles.above(self.to)[:-1]:
            question.offered_to = ""

    def stand(self, entry: Entry) -> Stand:
        return {"scope": entry.question.scope, "offered_to": entry.question.offered_to}

    def put_back(self, entry: Entry, was: Stand) -> None:
        entry.question.scope, entry.question.offered_to = was["scope"], was["offered_to"]

    def may_undo(self, entry: Entry, was: Stand, by: User) -> str:
        return "" if _may_both(by, entry.question.scope, was["scope"]) else "verb"


def _may_both(by: User, one: str, other: str) -> bool:
    return grants.may(by, "move", one) and grants.may(by, "move", other)


@dataclass(frozen=True, slots=True)
class Expiring:
    """Say until when the question holds; None = for ever."""

    on: date | None
    words: bool = False
    fields: tuple[str, ...] = ("expires_on",)

    def verdict(self, entry: Entry, by: User) -> str:
        if entry.question.expires_on == self.on:
            return SAME
        return self.may_undo(entry, {}, by)

    def make(self, entry: Entry, by: User) -> None:
        entry.question.expires_on = self.on

    def stand(self, entry: Entry) -> Stand:
        on = entry.question.expires_on
        return {"expires_on": on.isoformat() if on else None}

    def put_back(self, entry: Entry, was: Stand) -> None:
        on = was["expires_on"]
        entry.question.expires_on = date.fromisoformat(on) if on else None

    def may_undo(self, entry: Entry, was: Stand, by: User) -> str:
        """Who may write the question, and who may take it out of use."""
        may = (grants.may(by, verb, entry.question.scope) for verb in ("write", "retire"))
        return "" if any(may) else "verb"
