"""Names of places and cohorts in the language of the moment."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import get_language

from quiz.rules.called import Named, called, nearest_first


def language() -> str:
    """zh-hans, zh-hant or en."""
    return get_language() or settings.LANGUAGE_CODE


def name(of: Named) -> str:
    """What it is called in the language of the moment."""
    return called(of, language())


def chain(of: Sequence[Named]) -> str:
    """The last of them after those around it; in English before them: Tianhe, Guangzhou."""
    return joined([name(one) for one in of])


def joined(names: Sequence[str]) -> str:
    """The same of names in the language of the moment."""
    return nearest_first(names) if language() == "en" and len(names) > 1 else "".join(names)
