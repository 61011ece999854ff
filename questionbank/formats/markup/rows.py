"""The row of a question from XML: what its file says around it, and its draft or its refusal."""

from collections.abc import Iterable
from dataclasses import dataclass

from questionbank.formats.checked import row
from questionbank.formats.found import Note, Row
from questionbank.formats.markup import areas, facts
from questionbank.formats.markup.fields import Fields
from questionbank.rules.question import Draft


@dataclass(frozen=True, slots=True)
class About:
    """Where the question stands, its id in the file, and the words given to it."""

    where: str
    ref: str = ""
    said: facts.Facts = facts.NOTHING

    @property
    def _known(self) -> tuple[str, ...]:
        """Codes of guesses that need none, since the file says it in words of ours."""
        return ("unit_missing", "estimate_range") if "unit" in self.said.said else ()

    def refused(self, note: Note, notes: Iterable[Note]) -> Row:
        tags, labels = self.said.tags, self.said.labels
        return Row(self.where, None, (note, *notes), ref=self.ref, tags=tags, labels=labels)

    def row(self, draft: Draft, fields: Fields) -> Row:
        draft = facts.applied(draft, self.said)
        return row(
            self.where,
            areas.exact(draft, self.said.said.get(areas.NAME, ""), fields.pictures),
            [note for note in fields.notes if note.code not in self._known],
            ref=self.ref,
            tags=self.said.tags,
            labels=self.said.labels,
            author=self.said.author,
            licence=self.said.said.get("licence", ""),
            pictures=fields.pictures,
        )
