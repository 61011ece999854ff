"""What programs put between words, in the language of the moment: only Chinese has 、 and （）."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def listed(parts: Iterable[object]) -> str:
    """Things of one kind in a row: 甲、乙 or "one, two"."""
    return _("、").join(map(str, parts))


def clauses(parts: Iterable[object]) -> str:
    """Parts of one sentence: 十题，不限时 or "10 questions, no limit"."""
    return _("，").join(map(str, parts))


def apart(parts: Iterable[object]) -> str:
    """Things that may have commas of their own."""
    return _("；").join(map(str, parts))


def told(name: object, what: object) -> str:
    """What is said of something, after its name: 场次：已开始 or "Sitting: begun"."""
    return f"{name}{_('：')}{what}"


def aside(text: object) -> str:
    """What stands in brackets behind other words, with the space that English has before them."""
    return _("（%s）") % text
