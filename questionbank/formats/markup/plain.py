"""A text without markup, and what stood in it that a text cannot hold."""

from dataclasses import dataclass

from questionbank.formats.found import Note, error, warning
from questionbank.rules.question import NO_TEXT, Text


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in a text: the address the text gives, its words, and its own bytes in base64."""

    name: str
    alt: str = ""
    inline: str = ""


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without markup, and what stood in it that a text cannot hold."""

    text: Text = NO_TEXT
    source: Text = NO_TEXT
    pictures: tuple[Shown, ...] = ()
    lost: tuple[str, ...] = ()
    media: tuple[str, ...] = ()

    def notes(self, where: str) -> tuple[Note, ...]:
        """A WARNING for what was visible and is lost, an ERROR for sound and film."""
        lost = [warning("markup_dropped", where, ", ".join(self.lost))] if self.lost else []
        return (*lost, *(error("media_lost", where, name) for name in self.media))
