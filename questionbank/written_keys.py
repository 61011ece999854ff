"""The key of a question as a file of the bank writes it, by the kind of question."""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Options go to J, a matching's targets to L.
LETTERS: Final = "ABCDEFGHIJKL"
# How the key of each kind is written, for people who wrote another one.
EXPECTED: Final[dict[str, Any]] = {
    "single": "key: A",
    "multiple": "key: [A, C]",
    "truefalse": gettext_lazy("key: true（对）或 key: false（错）"),
    "estimate": "key: {value: 55, near: 2, far: 25, min: 10, max: 150, unit: {zh: 公里}}",
    "ordering": gettext_lazy("不写 key，选项按正确的次序写"),
    "matching": gettext_lazy("key: [B, A, C]，依次为各选项的右列字母；不写则按所写次序配对"),
    "hotspot": gettext_lazy("不写 key，正确的区域写在 areas"),
    "text": gettext_lazy("不写 key，可接受的写法写在 accepted"),
}


class BadKey(ValueError):
    """The key is not written as its kind wants; the message says so to people."""


def places(kind: str, key: Any, options: int) -> tuple[int, ...]:
    """The places that the key names, or those of all options in order where none is written.

    Not of an estimate, whose key is numbers. Raises BadKey.
    """
    if kind == "truefalse" and isinstance(key, bool):
        return (0 if key else 1,)
    letters = _letters(kind, key, options)
    if letters is None:
        raise BadKey(_("标准答案的写法与题型不符，应为 %s") % EXPECTED[kind])
    known = tuple(LETTERS if kind == "matching" else LETTERS[:10])
    if any(letter not in known for letter in letters):
        raise BadKey(_("标准答案须为选项字母 A 至 %s") % known[-1])
    return tuple(LETTERS.index(letter) for letter in letters)


def _letters(kind: str, key: Any, options: int) -> list[Any] | None:
    """The letters that the key names; None where it is not written as its kind wants."""
    match kind, key:
        case "single", str(letter):
            return [letter]
        case (("multiple" | "matching"), list(letters)):
            return letters
        case (("ordering" | "matching"), None):
            return list(LETTERS[:options])
        case (("hotspot" | "text"), None):
            return []
    return None
