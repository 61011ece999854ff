"""Every closed attempt of a round as a line, read once from the journal, a page at a time.

The rows are hashed as they pass, so that whoever has the journal can tell later whether it is still
the one that a result was made of.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leaderboard.publish import pseudonyms
from leaderboard.publish.questions import Told
from quiz.models import Attempt, Entry
from quiz.plan import Plan
from quiz.rules.attempt import ANSWER, CLOSED, RULED, VOIDED

Json = dict[str, Any]
AT_ONCE = 400
_NAMES = ("pk", "contestant_id", "try_no", "book", "form", "region_path", "cohort")
_ENTRY = ("attempt_id", "slot", "kind", "choice", "took_ms", "points", "received_at", "stored_at")
Row = tuple[int, int, int, str, int, int, int, int, int]


@dataclass
class Seen:
    """What was read: attempts still open, journal rows, the number of the last one, and the hash
    of all in the order of attempt, kind and slot."""

    attempts: int = 0
    open: int = 0
    entries: int = 0
    last: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    @property
    def stand(self) -> Json:
        """Where the journal stood, as a result tells it."""
        return {"entries": self.entries, "last": self.last, "sha256": self.digest.hexdigest()}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one round. `secret` makes the pseudonyms."""

    plan: Plan
    questions: Mapping[int, Told]
    secret: bytes
    seen: Seen

    def pages(self) -> Iterator[list[Json]]:
        """The lines of each page of attempts, oldest first; open ones are only counted."""
        last = 0
        rows = Attempt.objects.filter(round=self.plan.round).order_by("pk")
        while page := list(rows.filter(pk__gt=last).values_list(*_NAMES)[:AT_ONCE]):
            last = page[-1][0]
            entries = self._entries([row[0] for row in page])
            lines = [self._line(row, entries[row[0]]) for row in page]
            self.seen.attempts += len(page)
            self.seen.open += lines.count(None)
            yield [line for line in lines if line]

    def _entries(self, attempts: Sequence[int]) -> Mapping[int, list[Row]]:
        rows = Entry.objects.filter(attempt__in=attempts).order_by("attempt_id", "kind", "slot")
        found: defaultdict[int, list[Row]] = defaultdict(list)
        seen = self.seen
        for row in rows.values_list(*_ENTRY, "pk"):
            seen.digest.update(repr(row).encode())
            seen.entries += 1
            seen.last = max(seen.last, row[-1])
            found[row[0]].append(row)
        return found

    def _line(self, row: Sequence[Any], entries: Sequence[Row]) -> Json | None:
        attempt, contestant, try_no, book, form, region, cohort = row
        del attempt
        by_kind: defaultdict[int, list[Row]] = defaultdict(list)
        for entry in entries:
            by_kind[entry[2]].append(entry)
        if not by_kind[CLOSED]:
            return None
        closing = by_kind[CLOSED][0]
        marked = by_kind[RULED][-1] if by_kind[RULED] else closing
        paper = self.plan.paper(contestant, try_no, book, form)
        return {
            "code": pseudonyms.code(self.secret, contestant),
            "try": try_no,
            "region": region,
            "cohort": cohort,
            "score": marked[5],
            "took_ms": closing[4],
            "finish_s": max(closing[6] - self.plan.opens_at, 0) // 1_000,
            "void": by_kind[VOIDED][-1][1] if by_kind[VOIDED] else 0,
            "answers": self._answers([one.version for one in paper], by_kind[ANSWER]),
        }

    def _answers(self, versions: Sequence[int], entries: Sequence[Row]) -> list[list[Any]]:
        by_slot = {entry[1]: entry for entry in entries}
        found: list[list[Any]] = []
        for slot, version in enumerate(versions):
            question, entry = self.questions[version], by_slot[slot]
            found.append([question.id, question.choice(entry[3]), entry[4]])
        return found
