"""What a reader of a file found: questions, and a note for all it dropped, guessed or refused.

A reader is `read(data: bytes, options: Options) -> Found`; it never raises for bad input, never
touches the database, and never changes a question in silence. A writer is
`write(questions: Sequence[Written], options: Options) -> bytes`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from questionbank.rules.question import NO_TEXT, Draft, Text

# What one file may hold; more is refused whole, by name.
MOST_BYTES = 20 * 1024 * 1024
# KnownLabel.word holds as much.
LONGEST_LABEL = 80
MOST_QUESTIONS = 20_000
MOST_XML_QUESTIONS = 5_000
# The name of the one cell of a question that could not be taken apart, and how much is kept of it.
AS_WRITTEN = "原文"
_LONGEST_WRITTEN = 20_000


class Level(Enum):
    """How much a note matters."""

    ERROR = "error"  # this question, or this file, cannot be taken
    WARNING = "warning"  # taken, but something was guessed or cannot be kept: look at it
    INFO = "info"  # how it was read


@dataclass(frozen=True, slots=True)
class Note:
    """One thing an editor must know. `code` is stable and has its words in formats/notes.py;
    `field` is as in Problem.where ("" = the whole), `detail` the piece of the file it is about."""

    level: Level
    code: str
    field: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One question of a file. `where` is what its author would look for: "12", "Sheet1!12", an id.

    `draft` is None when the question cannot be taken; `notes` then holds an ERROR. `tags` are
    (facet, code) where the file speaks of our own tags; `labels` are words that an editor has to
    map. `pictures` holds the raw bytes of each picture under the name the draft calls it by: until
    stored, an Image's digest is "raw:" and that name. `ref` is the question's id in the file.
    `cells` are those of a wrong line of a table by their headers, for the file of errors; of what
    could not be taken apart the whole text, under AS_WRITTEN.
    """

    where: str
    draft: Draft | None
    notes: tuple[Note, ...] = ()
    ref: str = ""
    tags: frozenset[tuple[str, str]] = frozenset()
    labels: tuple[str, ...] = ()
    author: Text = NO_TEXT
    licence: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def wrong(self) -> bool:
        return any(note.level is Level.ERROR for note in self.notes)


@dataclass(frozen=True, slots=True)
class Found:
    """A whole file. `notes` belong to no row: what was guessed (encoding, sheet, columns), parts
    that hold no question, kinds we do not have with their count, and why a file is refused.

    `columns` tells of a table which column was taken for what; `headers` are all of them.
    """

    rows: tuple[Row, ...]
    notes: tuple[Note, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """What the editor answered: `name` of the file, `columns` (header -> part) where the guess was
    wrong, `truth` for judge columns that say 1 and 0 (never guessed; None = not asked yet)."""

    name: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    truth: Mapping[str, bool] | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A question on its way out. `pictures` holds WebP bytes by digest."""

    ref: str
    draft: Draft
    tags: frozenset[tuple[str, str]] = frozenset()
    author: Text = NO_TEXT
    licence: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def as_written(text: str) -> dict[str, str]:
    """The `cells` of a row that could not be taken apart; none if it is far too long to mend."""
    return {AS_WRITTEN: text} if len(text) <= _LONGEST_WRITTEN else {}


def labelled(words: Iterable[str]) -> tuple[str, ...]:
    """Words as `Row.labels`, each once; as long as what an editor makes of a word is kept for."""
    short = (word.strip()[:LONGEST_LABEL].strip() for word in words)
    return tuple(dict.fromkeys(word for word in short if word))


def error(code: str, field: str = "", detail: str = "") -> Note:
    return Note(Level.ERROR, code, field, detail[:200])


def warning(code: str, field: str = "", detail: str = "") -> Note:
    return Note(Level.WARNING, code, field, detail[:200])


def info(code: str, field: str = "", detail: str = "") -> Note:
    return Note(Level.INFO, code, field, detail[:200])
