"""All questions' plain words in memory, so that those like a given one are found at once.

Chinese has so many characters that the rarest of a text lead to the few texts that may be near it.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator

import numpy
from rapidfuzz import fuzz, process

from questionbank.rules.alike import Likeness, straight, telling

# Of a hundred: from here on two texts may be one question in other words.
NEAR = 90
# The same stem or the stem turned round is another question when the options have less in common.
RELATED = 50
# Stems shorter than this say nothing once they are turned round: "is", "can".
LEAST_STEM = 4
# More questions with one stem ("which is right?") are a habit, not copies.
MOST_OF_A_KIND = 50
# So many of the rarest characters, beside those that may be missing, tell likely texts from others.
ENOUGH = 8
# Of a sentence that stands there thousands of times with other numbers in it, so many are compared.
MOST_LIKELY = 300
NOWHERE = array("I")


class Nearby:
    """Likenesses by a number of the caller's; each is found by what it shares with another."""

    def __init__(self) -> None:
        self.rows: dict[int, Likeness] = {}
        self._whole, self._stems = _Texts(), _Texts()
        # What questions may share whole: the stem, the options, the stem when it is not turned.
        self._shared: defaultdict[tuple[str, str], list[int]] = defaultdict(list)

    def put(self, number: int, likeness: Likeness) -> None:
        """Add it, or take it in the place of an earlier one."""
        if self.rows.get(number) == likeness:
            return
        self.drop(number)
        self.rows[number] = likeness
        self._whole.add(number, whole(likeness))
        self._stems.add(number, likeness.stem)
        for key in _keys(likeness):
            self._shared[key].append(number)

    def drop(self, number: int) -> None:
        """Forget it; one that is not there changes nothing."""
        likeness = self.rows.pop(number, None)
        if likeness is None:
            return
        self._whole.drop(number)
        self._stems.drop(number)
        for key in _keys(likeness):
            self._shared[key].remove(number)

    def near(self, likeness: Likeness) -> dict[int, int]:
        """The numbers of what is like it, each with how alike both are, from 0 to 100."""
        texts = self._whole if likeness.options else self._stems
        found = texts.near(whole(likeness))
        return found | self._sharing(likeness, found)

    def _sharing(self, likeness: Likeness, known: dict[int, int]) -> dict[int, int]:
        found: dict[int, int] = {}
        for key in _keys(likeness):
            for number in self._shared.get(key, [])[-MOST_OF_A_KIND:]:
                if number not in known and akin(likeness, self.rows[number]):
                    found[number] = int(fuzz.ratio(whole(likeness), whole(self.rows[number])))
        return found


def _keys(likeness: Likeness) -> Iterator[tuple[str, str]]:
    yield "stem", likeness.stem
    if telling(likeness.options):
        yield "options", likeness.options
    turned = straight(likeness.stem)
    if len(turned) >= LEAST_STEM:
        yield "straight", turned


def whole(likeness: Likeness) -> str:
    """All plain words of a question as one text."""
    return f"{likeness.stem}\n{likeness.options}" if likeness.options else likeness.stem


def akin(one: Likeness, other: Likeness) -> bool:
    """Whether a shared stem, right way or turned round, or shared options mean something here."""
    if not one.options or not other.options or one.options == other.options:
        return True
    return fuzz.ratio(one.options, other.options) >= RELATED


class _Texts:
    """Texts with the places of their characters, each in a slot of its own that is not used again.

    Of two texts that are near, at most so many characters of the one are not in the other as
    their lengths allow. So whatever is near has most of the rarest characters; only such texts are
    compared letter by letter.
    """

    def __init__(self) -> None:
        self.slots: dict[int, int] = {}
        self.texts: list[str] = []
        self.numbers: list[int] = []
        self.holding: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))

    def add(self, number: int, text: str) -> None:
        slot = self.slots[number] = len(self.texts)
        self.texts.append(text)
        self.numbers.append(number)
        for character in set(text):
            self.holding[character].append(slot)

    def drop(self, number: int) -> None:
        self.texts[self.slots.pop(number)] = ""

    def near(self, text: str) -> dict[int, int]:
        slots = self._likely(text) if text else []
        texts = [self.texts[slot] for slot in slots]
        close = process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None)
        return {self.numbers[slots[at]]: int(score) for _text, score, at in close}

    def _likely(self, text: str) -> list[int]:
        odd = len(text) * (200 - 2 * NEAR) // (200 - NEAR)
        held = sorted((self.holding.get(one, NOWHERE) for one in set(text)), key=len)
        held = held[: odd + ENOUGH]
        if len(held) <= odd:
            return list(range(len(self.texts)))
        places = numpy.concatenate([numpy.frombuffer(one, numpy.uint32) for one in held])
        shared = numpy.bincount(places)
        likely = (shared >= len(held) - odd).nonzero()[0]
        if len(likely) > MOST_LIKELY:
            likely = likely[numpy.argpartition(shared[likely], -MOST_LIKELY)[-MOST_LIKELY:]]
        found: list[int] = likely.tolist()
        return found
