"""A receipt from memory, as long as a real one."""

import msgspec
from msgspec import Raw

from quiz.protocol import Answer, Receipt, Shown
from quiz.rules.units import Millis

# What a real receipt carries: the next question, of a usual length.
BODY = {
    "kind": "single",
    "stem": "下列关于珠江口台风路径与风暴潮关系的说法，哪一项是正确的（第 12 题）？",
    "options": [f"第 {n} 个选项，长短与真题相仿" for n in range(4)],
}
RAW = Raw(msgspec.json.encode(BODY))


def next_of(answer: Answer, now: Millis) -> Receipt:
    """The receipt of that answer, with the next question."""
    shown = Shown(answer.attempt, answer.slot + 1, 50, now, None, None, (2, 0, 3, 1), RAW)
    return Receipt(
        answer.attempt, answer.slot, answer.seq, answer.choice, True, now, question=shown
    )
