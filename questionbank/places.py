"""Names of region paths: the bank knows paths only, the app that keeps regions tells the rest."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

# Codes from the province down; ids of questions, addresses and filters are made of them.
SHAPE: Final = r"^[0-9A-Za-z]+(/[0-9A-Za-z]+)*$"
LONGEST: Final = 80
Named = Callable[[], list["Place"]]
_source: list[Named] = []


@dataclass(frozen=True, slots=True)
class Place:
    """A region: its path from the province down, its own name and its names from the top."""

    path: str
    name: str
    full: str


def tell(source: Named) -> None:
    """Have `source` asked for all places, top first. Called once, when the app starts."""
    _source[:] = [source]


def places() -> list[Place]:
    """All places, each before those inside it; empty where no app keeps regions."""
    return _source[0]() if _source else []


def known(path: str) -> bool:
    """Whether there is such a place; every path is one where no app keeps regions."""
    if len(path) > LONGEST or not re.fullmatch(SHAPE, path):
        return False
    every = places()
    return not every or any(place.path == path for place in every)


def meant(path: str) -> str:
    """The path of the one place with this path's last code; empty where none or several have it."""
    code = path.rpartition("/")[2]
    found = [place.path for place in places() if place.path.rpartition("/")[2] == code]
    return found[0] if len(found) == 1 else ""


def name(path: str) -> str:
    """What people call the place; its last code where nobody knows it."""
    return {place.path: place.full for place in places()}.get(path, path.rpartition("/")[2])
