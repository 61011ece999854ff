"""What a rule says behind its code, in the reader's language: rules speak plain English."""

import re
from typing import Any, Final

from django.utils.translation import gettext_lazy

# What the words of the code have said already.
SAID: Final = frozenset(
    {
        "must not be empty",
        "two options are equal",
        "two targets are equal",
        "holds a character that cannot be shown",
    }
)
WORDS: Final[tuple[tuple[str, Any], ...]] = (
    (r"(\d+) characters, at most (\d+)", gettext_lazy("%s 字，最多 %s 字")),
    (r"(\d+) options, wants (\d+) to (\d+)", gettext_lazy("有 %s 个，应为 %s 至 %s 个")),
    (r"wants exactly one of the options", gettext_lazy("应为选项中的一个")),
    (r"wants at least two of the options, each once", gettext_lazy("应为至少两个选项，不重复")),
    (r"wants true or false", gettext_lazy("应为对或错")),
    (r"wants every option once", gettext_lazy("每个选项都要有，且只有一次")),
    (r"wants a target for every option", gettext_lazy("每个选项都要有对应的一项")),
    (r"wants (\d+) to (\d+) targets", gettext_lazy("应为 %s 至 %s 项")),
    (r"at most (\d+) accepted forms", gettext_lazy("最多 %s 种写法")),
    (r"at most (\d+) areas", gettext_lazy("最多 %s 个区域")),
)


def in_words(detail: str) -> str:
    """The detail in words of the page; empty where the code's words say it, as it is where it is
    not known here: a name, or a piece of a formula."""
    if detail in SAID:
        return ""
    for pattern, words in WORDS:
        if (found := re.fullmatch(pattern, detail)) is not None:
            return str(words) % found.groups()
    return detail
