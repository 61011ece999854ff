"""Typed answers: which texts count as the same. Source: regulations, section 6.2."""

import re
import unicodedata

from questionbank.rules.alike import folded
from questionbank.rules.simplified import SIMPLIFIED, TRADITIONAL

_SIMPLE = str.maketrans(TRADITIONAL, SIMPLIFIED)

# 1,000 and 12,000,000; not 1,5 nor 1,00.
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")


def form(text: str) -> str:
    """What of a typed text is compared: not its width, its case, its script (traditional or
    simplified), the commas within its numbers, or the spaces and punctuation around it; spaces
    beside Chinese say nothing either."""
    simple = folded(text).translate(_SIMPLE)
    plain = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), simple)
    return _BESIDE_CHINESE.sub("", _bare(plain))


_BESIDE_CHINESE = re.compile(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])")
# Signs that belong to a number or a unit, not to a sentence: -5, 37%, 5‰.
_MEANT = "-+%‰"


def _bare(text: str) -> str:
    """Without space and punctuation at the ends; all of it when it is nothing else."""
    start, end = 0, len(text)
    while start < end and _outer(text[start]):
        start += 1
    while end > start and _outer(text[end - 1]):
        end -= 1
    return text[start:end] or text


def _outer(char: str) -> bool:
    return char not in _MEANT and unicodedata.category(char)[0] in "PZ"
