"""Pictures of a line: those that lie in its cells, and those that a cell only names."""

from dataclasses import replace

from questionbank.formats import office
from questionbank.formats.found import Note, error, warning
from questionbank.formats.table.line import Line
from questionbank.formats.table.words import LETTERS
from questionbank.rules.question import Draft, Image


def pictured(line: Line, draft: Draft) -> tuple[Draft, dict[str, bytes], tuple[Note, ...]]:
    """The draft with the pictures over its cells, their bytes, and notes. Nothing is fetched."""
    notes: list[Note] = []
    pictures: dict[str, bytes] = {}
    named = line.cell("picture")
    if named:
        code = "picture_elsewhere" if "://" in named else "picture_missing"
        notes.append(error(code, "picture", named))
    places = line.sheet.grid.pictures
    if not places:
        return draft, pictures, tuple(notes)
    parts = {column: part for part, column in line.sheet.header.columns.items()}
    for (at, column), (name, data, alt) in places.items():
        if at == line.at:
            image = Image(f"raw:{name}", office.description(alt))
            draft, more = _placed(draft, parts.get(column, ""), image)
            pictures[name] = data
            notes += more
    return draft, pictures, tuple(notes)


def _placed(draft: Draft, part: str, image: Image) -> tuple[Draft, tuple[Note, ...]]:
    """Over an option it is that option's; anywhere else in the line it is the stem's."""
    place = LETTERS.find(part[-1]) if part.startswith("option.") and len(part) == 8 else -1
    if 0 <= place < len(draft.options):
        images = list(draft.option_pictures or (None,) * len(draft.options))
        if images[place]:
            return draft, (warning("picture_left", part, image.digest),)
        images[place] = image
        return replace(draft, option_pictures=tuple(images)), ()
    if draft.picture:
        return draft, (warning("picture_left", part, image.digest),)
    note = () if part in ("stem", "picture") else (warning("picture_by_line", "picture", part),)
    return replace(draft, picture=image), note
