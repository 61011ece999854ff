"""Which boards there are: their names, and which of them one result counts on."""

import re
from typing import NamedTuple

LEVELS = ("province", "city", "county")
KINDS = ("persons", "regions")
_NAME = re.compile(
    r"(?P<round>[A-Za-z0-9_-]{1,24}):(?P<kind>" + "|".join(KINDS) + "):"
    r"(?P<path>[0-9A-Za-z]{1,12}(?:/[0-9A-Za-z]{1,12}){0,6})(?::(?P<cohort>[a-z0-9_-]{1,16}))?"
)


class Scope(NamedTuple):
    """Whose results count: a region's with everything below it, of one cohort or ("") of all."""

    path: str
    cohort: str = ""

    def holds(self, path: str, cohort: str) -> bool:
        inside = path == self.path or path.startswith(self.path + "/")
        return inside and self.cohort in ("", cohort)

    def __str__(self) -> str:
        return f"{self.path}:{self.cohort}" if self.cohort else self.path


class BoardId(NamedTuple):
    """A board's name in parts; `str()` of it is what travels."""

    round: str
    kind: str
    scope: Scope

    def __str__(self) -> str:
        return f"{self.round}:{self.kind}:{self.scope}"


def parse(text: str) -> BoardId | None:
    """The board that `text` names, or None. Says nothing about whether it exists."""
    match = _NAME.fullmatch(text)
    if match is None or (match["kind"] == "regions" and match["cohort"]):
        return None
    return BoardId(match["round"], match["kind"], Scope(match["path"], match["cohort"] or ""))


def level(path: str, root: str) -> str | None:
    """What `path` is to the contest's province: its level, "county" for all that lies deeper.

    None outside the root.
    """
    if not Scope(root).holds(path, ""):
        return None
    return LEVELS[min(path.count("/"), len(LEVELS) - 1)]


def scopes(path: str, cohort: str, root: str) -> tuple[Scope, ...]:
    """Every scope inside the contest's `root` that a result of this region and cohort counts in.

    Widest first. A guest's from outside the root counts in a line of its own only (regulations,
    section 8.8).
    """
    if not Scope(root).holds(path, ""):
        return (Scope(path),)
    parts = path.split("/")
    paths = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    inside = [prefix for prefix in paths if Scope(root).holds(prefix, "")]
    return tuple(Scope(prefix, group) for prefix in inside for group in dict.fromkeys(("", cohort)))
