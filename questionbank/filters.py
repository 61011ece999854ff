"""A filter of questions as it stands in an address.

It says everything: saved filters, bulk changes and exports are kept as its text.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from questionbank.models import Facet, Kind, Status

MOST_WORDS = 200
SORTS = {
    "": "-updated_at",
    "ref": "ref",
    "old": "updated_at",
    "stem": "newest__stem_zh",
}
LISTS = (*("mine", "returned", "review", "changed", "offered", "untagged", "expires", "reported"),)


# Names and values; inside the class "list" is one of its fields.
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody looks for. `words` must all occur; within one facet one code is enough, and a
    question must fit every facet named. `list` is one of LISTS or empty."""

    words: str = ""
    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    dimension: tuple[str, ...] = ()
    benchmark: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    difficulty: tuple[str, ...] = ()
    sensitivity: tuple[str, ...] = ()
    scope: str = ""
    list: str = ""
    sort: str = ""

    @property
    def pairs(self) -> Pairs:
        """The filter as fields of a form."""
        found = []
        for name in _NAMES:
            value = getattr(self, name)
            values = value if isinstance(value, tuple) else (value,)
            found += [(name, one) for one in values if one]
        return found

    @property
    def text(self) -> str:
        """The filter as part of an address; `read` gives the same filter back."""
        return urlencode(self.pairs)

    @property
    def sound(self) -> "Filter":
        """The same filter without values that nothing has, unless it has no others: then it finds
        nothing, with them as without."""
        found = self
        for name in ("status", "kind"):
            known = tuple(one for one in getattr(self, name) if one in _VALUES[name])
            found = found.narrowed(name, known) if known else found
        return found

    def toggled(self, name: str, code: str) -> "Filter":
        """The filter with `code` added to that facet, or taken away."""
        has = getattr(self, name)
        codes = tuple(one for one in has if one != code) if code in has else (*has, code)
        return self.narrowed(name, codes)

    def narrowed(self, name: str, codes: tuple[str, ...]) -> "Filter":
        """The filter with these codes, and no others, in that facet."""
        return replace(self, **{name: codes})  # type: ignore[arg-type]


_NAMES = tuple(field.name for field in fields(Filter))
MANY = ("status", "kind", *Facet.values)
_VALUES: Final[Mapping[str, Collection[str]]] = {
    "status": Status.values,
    "kind": Kind.values,
    "list": LISTS,
    "sort": SORTS,
}


def read(query: QueryDict | str) -> Filter:
    """The filter of an address; what it does not know is left out, and so is every NUL."""
    data = QueryDict(query) if isinstance(query, str) else query
    many = {name: _codes(data.getlist(name)) for name in MANY}
    words = " ".join(data.get("words", "").replace("\0", "").split())[:MOST_WORDS]
    chosen, sort = data.get("list", ""), data.get("sort", "")
    return Filter(
        words=words,
        **many,
        scope=data.get("scope", "").replace("\0", "")[:80],
        list=chosen if chosen in LISTS else "",
        sort=sort if sort in SORTS else "",
    )


def _codes(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.replace("\0", "")[:16] for one in given))[:40]


def unknown(query: QueryDict, also: Collection[str] = ()) -> str:
    """The first field of an address that `read` would leave out, or ""; `also` are no filters."""
    for name, given in query.lists():
        if (name not in _NAMES and name not in also) or any("\0" in one for one in given):
            return name
        values = _VALUES.get(name)
        if values is not None and any(one not in values for one in given):
            return name
    return ""
