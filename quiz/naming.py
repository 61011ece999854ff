"""Names of places and cohorts in the language of the moment."""

from django.conf import settings
from django.utils.translation import get_language

from quiz.rules.called import Named, called


def language() -> str:
    """zh-hans, zh-hant or en."""
    return get_language() or settings.LANGUAGE_CODE


def name(of: Named) -> str:
    """What it is called in the language of the moment."""
    return called(of, language())
