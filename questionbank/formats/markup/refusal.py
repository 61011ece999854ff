"""Why a question as a whole cannot be read."""

from questionbank.formats.found import Note


class Refusal(Exception):  # caught by the reader of the file, always
    """A question that cannot be taken; `note` is an ERROR."""

    def __init__(self, note: Note, *_more: Note) -> None:
        self.note = note
        super().__init__(note.code)
