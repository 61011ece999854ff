"""Pictures of a Word file: marks in the text that was made of it, then pictures of a row."""

import re
from collections.abc import Mapping
from dataclasses import replace

from questionbank.formats.found import Note, warning
from questionbank.rules.question import Draft, Image, Text

# Signs for private use, which no text of a question may hold.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]{{1,200}}){_CLOSE}")


def mark(name: str) -> str:
    """What stands in the text where the picture `name` stood."""
    return f"{_OPEN}{name}{_CLOSE}"


def taken(text: str) -> tuple[str, list[str]]:
    """A text without its marks, and the names of its pictures."""
    names = _MARK.findall(text)
    return (_MARK.sub(" ", text).strip() if names else text), names


def pictured(
    draft: Draft, pictures: Mapping[str, bytes]
) -> tuple[Draft, list[Note], dict[str, bytes]]:
    """The draft with pictures in place of their marks, and those that it uses."""
    if not pictures:
        return draft, [], {}
    notes: list[Note] = []
    stem, picture = _part(draft.stem, "stem", notes)
    parts = [_part(o, f"options[{at}]", notes) for at, o in enumerate(draft.options)]
    made = replace(
        draft,
        stem=stem,
        explanation=_without(draft.explanation, "explanation", notes),
        source=_without(draft.source, "source", notes),
        options=tuple(text for text, _ in parts),
        picture=picture,
        option_pictures=tuple(image for _, image in parts) if any(i for _, i in parts) else (),
    )
    names = [
        image.digest.removeprefix("raw:") for image in (picture, *made.option_pictures) if image
    ]
    return made, notes, {name: pictures[name] for name in names if name in pictures}


def _part(text: Text, where: str, notes: list[Note]) -> tuple[Text, Image | None]:
    """A text without its marks, and its first picture; a picture alone gets words."""
    names = _MARK.findall(text.zh)
    if not names:
        return text, None
    notes += [warning("picture_left", where, name) for name in names[1:]]
    plain = " ".join(_MARK.sub(" ", text.zh).split())
    if not plain and where != "stem":
        plain = f"图 {int(re.sub(r'[^0-9]', '', where)) + 1}"
        notes.append(warning("picture_only", where, names[0]))
    return Text(plain), Image(f"raw:{names[0]}")


def _without(text: Text, where: str, notes: list[Note]) -> Text:
    notes += [warning("picture_left", where, name) for name in _MARK.findall(text.zh)]
    return Text(" ".join(_MARK.sub(" ", text.zh).split()))
