"""The kinds of change that can be made to many questions, each decided question by question.

A change says what it would come to, as a verdict. What it touches is its stand, as plain values:
kept before and after, so that undoing it puts back what was there, and only where it is still as
the change left it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.contrib.auth.models import User

from questionbank import grants, workflow
from questionbank.bulk.chunks import Entry, Words
from questionbank.bulk.verdicts import FINE, SAME, Verdict
from questionbank.models import Facet, Status, Step
from questionbank.rules import roles
from questionbank.rules.complete import spoiled
from questionbank.rules.workflow import COMPLETE, USE, WORDS, Place, move, verbs
from questionbank.workflow import Wish

Stand = dict[str, Any]
MOVES = (*WORDS, *USE)
# A question has one tag of these: another takes its place.
SINGLE = (Facet.DIMENSION, Facet.DIFFICULTY)


class Change(Protocol):
    """What every kind of change can do."""

    @property
    def words(self) -> Words:
        """By which of the question's words it is decided."""

    @property
    def words_back(self) -> Words:
        """The same for taking it back."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns of a question that it writes, beside the version in use."""

    def verdict(self, entry: Entry, by: User) -> Verdict: ...

    def make(self, entry: Entry, by: User) -> Step | None:
        """Change the entry in memory; return the step to be recorded."""

    def stand(self, entry: Entry) -> Stand: ...

    def put_back(self, entry: Entry, was: Stand) -> None:
        """Make the entry's stand `was` again, in memory."""

    def may_undo(self, entry: Entry, was: Stand, by: User) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class Tagging:
    """Add a tag (of a single facet: instead of the other), or take it away."""

    tag: int
    facet: str
    add: bool
    words: Words = ""
    words_back: Words = ""
    fields: tuple[str, ...] = ()

    def verdict(self, entry: Entry, by: User) -> Verdict:
        return self._verdict(entry, self._after(entry), by, same=Verdict(SAME))

    def make(self, entry: Entry, by: User) -> None:
        entry.tags = self._after(entry)

    def stand(self, entry: Entry) -> Stand:
        return {"tags": sorted(entry.of(self.facet))}

    def put_back(self, entry: Entry, was: Stand) -> None:
        entry.tags = self._was(entry, was)

    def may_undo(self, entry: Entry, was: Stand, by: User) -> Verdict:
        return self._verdict(entry, self._was(entry, was), by, same=FINE)

    def _was(self, entry: Entry, was: Stand) -> set[int]:
        return (entry.tags - entry.of(self.facet)) | (set(was["tags"]) & entry.every.keys())

    def _verdict(self, entry: Entry, after: set[int], by: User, *, same: Verdict) -> Verdict:
        if not grants.may(by, "tag", entry.question.scope):
            return Verdict("verb")
        if after == entry.tags:
            return same
        if self._lifts(entry, after) and not grants.may_lift(by, entry.question.scope):
            return Verdict("lift")
        place = workflow.place_of(entry.question)
        spoils = spoiled(place, entry.facets(entry.tags), entry.facets(after))
        return Verdict("needed", tuple(spoils)) if spoils else FINE

    def _lifts(self, entry: Entry, after: set[int]) -> bool:
        """Taking a sensitive tag away is for who has the last word about the question."""
        return self.facet == Facet.SENSITIVITY and bool(entry.tags - after)

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
    def words(self) -> Words:
        found: dict[str, Words] = {"submit": "newest", "approve": "newest", "activate": "approved"}
        return found.get(self.act, "")

    @property
    def words_back(self) -> Words:
        found: dict[str, Words] = {"withdraw": "newest", "retire": "approved"}
        return found.get(self.act, "")

    def verdict(self, entry: Entry, by: User) -> Verdict:
        if self._done(entry):
            return Verdict(SAME)
        return _first(workflow.refused(entry.question, self._wish(by), entry.facts), entry)

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

    def may_undo(self, entry: Entry, was: Stand, by: User) -> Verdict:
        if not self._might(entry.question.scope, was, by):
            return Verdict("verb")
        if self.act == "withdraw" and entry.lacks:
            return Verdict(COMPLETE, entry.lacks)  # it would wait for its review again
        if was["status"] != Status.LIVE or self.act == "offer":
            return FINE
        # It would be asked again at once.
        return _first(
            workflow.refused(_as_approved(entry), Wish("activate", by), entry.facts), entry
        )

    def _might(self, scope: str, was: Stand, by: User) -> bool:
        """Whether `by` might have taken this very step: some acts are others' from elsewhere."""
        place = Place(was["status"], was["change"], was["approved_id"] is not None)
        taken = move(place, self.act)
        needed = verbs(place, taken) if taken else ()
        return bool(needed) and all(grants.may(by, verb, scope) for verb in needed)

    def _wish(self, by: User) -> Wish:
        return Wish(self.act, by, self.to or self.reason, to=self.to)

    def _done(self, entry: Entry) -> bool:
        if self.act == "offer":
            return entry.question.offered_to == self.to
        place = workflow.place_of(entry.question)
        ends = {row.after for row in MOVES if row.act == self.act}
        return move(place, self.act) is None and bool(ends & {place.words, place.use})


def _first(codes: Sequence[str], entry: Entry) -> Verdict:
    """The first refusal, with what is lacking where it is about that."""
    if not codes:
        return FINE
    return Verdict(codes[0], entry.lacks if codes[0] == COMPLETE else ())


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
    words: Words = ""
    words_back: Words = ""
    fields: tuple[str, ...] = ("scope", "offered_to")

    def verdict(self, entry: Entry, by: User) -> Verdict:
        if entry.question.scope == self.to:
            return Verdict(SAME)
        return FINE if _may_both(by, entry.question.scope, self.to) else Verdict("verb")

    def make(self, entry: Entry, by: User) -> None:
        question = entry.question
        question.scope = self.to
        if question.offered_to not in roles.above(self.to)[:-1]:
            question.offered_to = ""

    def stand(self, entry: Entry) -> Stand:
        return {"scope": entry.question.scope, "offered_to": entry.question.offered_to}

    def put_back(self, entry: Entry, was: Stand) -> None:
        entry.question.scope, entry.question.offered_to = was["scope"], was["offered_to"]

    def may_undo(self, entry: Entry, was: Stand, by: User) -> Verdict:
        return FINE if _may_both(by, entry.question.scope, was["scope"]) else Verdict("verb")


def _may_both(by: User, one: str, other: str) -> bool:
    return grants.may(by, "move", one) and grants.may(by, "move", other)


@dataclass(frozen=True, slots=True)
class Expiring:
    """Say until when the question holds; None = for ever."""

    on: date | None
    words: Words = ""
    words_back: Words = ""
    fields: tuple[str, ...] = ("expires_on",)

    def verdict(self, entry: Entry, by: User) -> Verdict:
        if entry.question.expires_on == self.on:
            return Verdict(SAME)
        return self.may_undo(entry, {}, by)

    def make(self, entry: Entry, by: User) -> None:
        entry.question.expires_on = self.on

    def stand(self, entry: Entry) -> Stand:
        on = entry.question.expires_on
        return {"expires_on": on.isoformat() if on else None}

    def put_back(self, entry: Entry, was: Stand) -> None:
        on = was["expires_on"]
        entry.question.expires_on = date.fromisoformat(on) if on else None

    def may_undo(self, entry: Entry, was: Stand, by: User) -> Verdict:
        """Who may write the question, and who may take it out of use."""
        may = (grants.may(by, verb, entry.question.scope) for verb in ("write", "retire"))
        return FINE if any(may) else Verdict("verb")
