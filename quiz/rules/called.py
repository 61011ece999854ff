"""What a place or a cohort is called, by the language of whoever reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

# What English adds to the name of a place to say what it is.
KINDS = (" Subdistrict", " District", " County", " City", " Town")


class Named(Protocol):
    """Whatever has a name in each language; all but the Chinese one may be empty."""

    @property
    def name_zh(self) -> str: ...
    @property
    def name_hant(self) -> str: ...
    @property
    def name_en(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Names:
    """The names alone."""

    name_zh: str
    name_hant: str = ""
    name_en: str = ""


def called(of: Named, lang: str) -> str:
    """Its name on a page in `lang` (zh-hans, zh-hant or en); the Chinese one where it has none."""
    by_lang = {"en": of.name_en, "zh-hant": of.name_hant}
    return by_lang.get(lang) or of.name_zh


def nearest_first(names: Sequence[str]) -> str:
    """A place and those around it, the largest given first, as English says them: Yingde, Qingyuan.

    Without the words for their kinds, which the commas make superfluous.
    """
    return ", ".join(map(_without_kind, reversed(names)))


def _without_kind(name: str) -> str:
    """ "Yingde City" -> "Yingde"."""
    return next((name.removesuffix(kind) for kind in KINDS if name.endswith(kind)), name)
