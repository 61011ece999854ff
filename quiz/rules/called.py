"""What a place or a cohort is called, by the language of whoever reads it."""

from dataclasses import dataclass
from typing import Protocol


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
