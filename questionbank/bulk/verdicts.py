"""What a change would come to at one question."""

from dataclasses import dataclass
from typing import Final

SAME: Final = "same"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`code` is "" = it can be made, SAME = nothing to do, else a refusal's code; `parts` is what
    the question lacks or would lack, as questionbank.rules.complete names it."""

    code: str = ""
    parts: tuple[str, ...] = ()


FINE: Final = Verdict()
