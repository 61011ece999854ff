"""What two texts have in common once everything that hides a copy is taken away."""

import re
import unicodedata
from dataclasses import dataclass

from questionbank.rules.question import Draft, Image, Text
from questionbank.rules.simplified import SIMPLIFIED, TRADITIONAL

_SIMPLE = str.maketrans(TRADITIONAL + "−", SIMPLIFIED + "-")
# Letters and digits; signs that change what a number means: 1.5 is not 15, nor -5 the same as 5.
_MEANT = re.compile(r"(?<=\d)[./:](?=\d)|(?<![0-9a-z.%°])-(?=\d)|[^\W_]|[%‰°+<=>×÷≤≥≠√±∞$¥€]")
# What turns a question round, and what is left without it.
_TURNS = re.compile(r"错误|有误|没有|无法|不能|不可|不|未|没|非|无")
_STRAIGHT = {"错误": "正确", "有误": "正确", "没有": "有", "无": "有", "无法": "能", "不能": "能"}
# Options of fewer characters that are no digits are the same in many questions: "1、2、3", "①③".
LEAST_OPTIONS = 8


@dataclass(frozen=True, slots=True)
class Likeness:
    """A question's words in plain: the stem, and all that is chosen from, sorted, a line each."""

    stem: str
    options: str = ""


def folded(text: str) -> str:
    """For searching: full-width forms, case and runs of space no longer differ."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def plain(text: str) -> str:
    """For comparing: simplified, and without case, spaces and punctuation, too."""
    return "".join(
        _MEANT.findall(unicodedata.normalize("NFKC", text).translate(_SIMPLE).casefold())
    )


def likeness(draft: Draft) -> Likeness:
    """The draft's words in plain; pictures count as words, since stems often only point at them."""
    choices = [_choice(text, at, draft) for at, text in enumerate(draft.options)]
    more = [*map(_plain_text, draft.targets), *map(plain, draft.accepted), _named(draft.picture)]
    return Likeness(
        _plain_text(draft.stem), "\n".join(sorted(one for one in choices + more if one))
    )


def answer(draft: Draft) -> tuple[str, ...]:
    """What is right, in plain words, so that it can be compared where options stand elsewhere."""
    choices = [_choice(text, at, draft) for at, text in enumerate(draft.options)]
    chosen = [choices[place] for place in draft.key if place < len(choices)]
    targets = [_plain_text(target) for target in draft.targets]
    # A draft that is being typed may point anywhere.
    pairs = [
        f"{choice}={targets[at]}"
        for choice, at in zip(choices, draft.key, strict=False)
        if at < len(targets)
    ]
    return {
        "single": tuple(sorted(chosen)),
        "multiple": tuple(sorted(chosen)),
        "ordering": tuple(chosen),
        "matching": tuple(sorted(pairs)),
        "estimate": (str(draft.estimate and draft.estimate.value),),
        "text": tuple(sorted(map(plain, draft.accepted))),
        "hotspot": tuple(str(area) for area in draft.areas),
    }.get(draft.kind, tuple(map(str, draft.key)))


def straight(stem: str) -> str:
    """A plain stem without what turns it round: "不正确的是" and "正确的是" are one."""
    return _TURNS.sub(lambda found: _STRAIGHT.get(found[0], ""), stem)


def telling(options: str) -> bool:
    """Whether plain options say enough by themselves; lists of numbers point at the stem."""
    said = sum(sign.isalpha() or sign == "\n" for sign in options)
    return said >= LEAST_OPTIONS and "\n" in options


def _choice(text: Text, at: int, draft: Draft) -> str:
    image = draft.option_pictures[at] if at < len(draft.option_pictures) else None
    return _plain_text(text) + _named(image)


def _plain_text(text: Text) -> str:
    return plain(text.zh)


def _named(image: Image | None) -> str:
    return f"#{image.digest[:16]}" if image else ""
