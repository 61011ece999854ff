"""Two people changed one question: what only one of them changed is taken as they left it."""

from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from questionbank.rules.question import Draft, Text, normal

T = TypeVar("T")
TEXTS = ("stem", "explanation", "source")
APART = (*TEXTS, "picture", "options")


@dataclass(slots=True)
class Merge:
    """Where only the other changed something (`taken`), and where both did, each differently
    (`asked`); names as in Problem.where."""

    taken: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def one(self, where: str, base: T, mine: T, theirs: T) -> T:
        """Theirs where only they changed it, else mine."""
        if theirs in (base, mine):
            return mine
        (self.taken if mine == base else self.asked).append(where)
        return theirs if mine == base else mine

    def text(self, where: str, base: Text, mine: Text, theirs: Text) -> Text:
        """Each language by itself."""
        zh = self.one(f"{where}.zh", base.zh, mine.zh, theirs.zh)
        return Text(zh, self.one(f"{where}.en", base.en, mine.en, theirs.en))

    def draft(self, base: Draft, mine: Draft, theirs: Draft) -> Draft:
        """Both sides' words in one. Options are merged one by one while all that hangs together
        with them, as the key does, is the same on all sides; else they are one thing with it."""
        three = [normal(one) for one in (base, mine, theirs)]
        made: dict[str, Any] = {
            name: self.text(name, *(getattr(one, name) for one in three)) for name in TEXTS
        }
        names = _bound(three)
        bound = [{name: getattr(one, name) for name in names} for one in three]
        if "options" not in names:
            made["options"] = self._options(three)
        if "picture" not in names:
            made["picture"] = self.one("picture", *(one.picture for one in three))
        return replace(three[1], **made, **self.one("key", *bound))

    def _options(self, three: list[Draft]) -> Any:
        rows = zip(*(one.options for one in three), strict=True)
        return tuple(self.text(f"options[{at}]", *row) for at, row in enumerate(rows))


def _bound(three: list[Draft]) -> list[str]:
    """The fields that are changed together. A point is tapped on its own picture."""
    names = [one.name for one in fields(Draft) if one.name not in APART]
    shapes = {(len(one.options), *(str(getattr(one, name)) for name in names)) for one in three}
    more = ["options"] if len(shapes) > 1 else []
    return [*names, *more, *(["picture"] if any(one.kind == "hotspot" for one in three) else [])]
