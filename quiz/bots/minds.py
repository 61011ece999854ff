"""What a bot answers and how long it takes: decided by seed, try and slot, whatever the network."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from questionbank import papers
from questionbank.papers import VersionText
from questionbank.rules.question import Area
from quiz.bots.people import Persona

# Nobody answers a question before having seen it.
LEAST_S = 0.9
# Each rest is a quarter longer than the one before, up to some forty minutes.
TIRING, MOST_TIRED = 1.25, 20
ONE_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Known:
    """The right answer of one question in words, and how hard it is (0 = half of all know it).

    `pairs` holds the target of each option of a matching, `accepted` the forms of a short text,
    `spot` a point in the right area of a hotspot.
    """

    options: tuple[str, ...]
    value: int
    key: tuple[int, ...]
    hardness: float
    pairs: Mapping[str, str] = field(default_factory=dict)
    accepted: tuple[str, ...] = ()
    spot: tuple[int, ...] = ()


Keys = Mapping[str, Known]
"""What the bots know, by the Chinese stem; empty for bots that only guess."""


def keys_of_bank(scope: str) -> dict[str, Known]:
    """The keys of this server's own bank, seen from region path `scope` (reads the database)."""
    rates = {item.version: item.rates[1] for item in papers.pool(scope)}
    texts = papers.texts(list(rates))
    return {text.stem.zh: _known(text, rates[version]) for version, text in texts.items()}


def _known(text: VersionText, rate: int) -> Known:
    share = min(max(rate / ONE_MILLION, 0.02), 0.98)
    matching = text.kind == "matching"
    named = text.key if text.options and not matching else ()
    pairs = zip(text.options, text.key, strict=True) if matching else ()
    return Known(
        tuple(text.options[place].zh for place in named),
        text.estimate.value if text.estimate else 0,
        text.key,
        math.log((1 - share) / share),
        {option.zh: text.targets[place].zh for option, place in pairs},
        text.accepted,
        _spot(text.areas[0]) if text.areas else (),
    )


def _spot(area: Area) -> tuple[int, ...]:
    """A point of the area: its middle, or where a polygon, whose edge counts too, begins."""
    if area.shape == "rect":
        left, top, right, bottom = area.numbers
        return (left + right) // 2, (top + bottom) // 2
    return area.numbers[:2]


def rng_of(seed: str, who: Persona, *place: int) -> Random:
    """Chance for one decision of one person, the same at every run."""
    return Random(f"{seed}|{who.number}|{place}")


def choice(rng: Random, who: Persona, question: Mapping[str, Any], keys: Keys) -> list[int] | str:
    """Numbers, or the text, of an answer: right as often as ability and hardness say; empty = a
    blank."""
    known = keys.get(question["stem"])
    if rng.random() < 0.02:
        return []
    if known and rng.random() < 1 / (1 + math.exp(known.hardness - who.ability)):
        return _right(question, known)
    return _guess(rng, question, known)


def _right(question: Mapping[str, Any], known: Known) -> list[int] | str:
    match question["kind"]:
        case "estimate":
            return [known.value]
        case "truefalse":
            return list(known.key)
        case "matching":
            return [question["targets"].index(known.pairs[one]) for one in question["options"]]
        case "hotspot":
            return list(known.spot)
        case "text":
            return known.accepted[0]
    return [question["options"].index(words) for words in known.options]


def _guess(rng: Random, question: Mapping[str, Any], known: Known | None) -> list[int] | str:
    match question["kind"]:
        case "estimate":
            least, most = question["min"], question["max"]
            middle = known.value if known else (least + most) // 2
            return [min(max(least, int(rng.gauss(middle, (most - least) / 5))), most)]
        case "matching":
            return [rng.randrange(len(question["targets"])) for _ in question["options"]]
        case "hotspot":
            return [rng.randint(0, 1000), rng.randint(0, 1000)]
        case "text":
            return rng.choice(_NO_IDEA)
    return _some(rng, question["kind"], list(range(len(question["options"]))))


_NO_IDEA = ("不知道", "忘记了", "？")


def _some(rng: Random, kind: str, numbers: list[int]) -> list[int]:
    if kind == "ordering":
        return rng.sample(numbers, len(numbers))
    count = rng.randint(2, len(numbers)) if kind == "multiple" else 1
    return sorted(rng.sample(numbers, count))


# How much longer than a single choice, which is read and tapped.
_WORK = {
    "multiple": 1.5,
    "ordering": 2,
    "estimate": 1.4,
    "matching": 2.2,
    "text": 2,
    "hotspot": 1.2,
}


def thinking_s(rng: Random, who: Persona, question: Mapping[str, Any], keys: Keys) -> float:
    """Seconds from seeing to tapping: reading, then thinking, log-normal like people's times."""
    shown = (*question.get("options", ()), *question.get("targets", ()))
    signs = len(question["stem"]) + sum(map(len, shown))
    known = keys.get(question["stem"])
    harder = 1 + 0.15 * (known.hardness if known else 0)
    work = _WORK.get(question["kind"], 1.0)
    typical = (1.5 + signs / 28) * harder * work * who.pace
    return max(LEAST_S, typical * rng.lognormvariate(0, 0.4))


def pause_s(rng: Random, who: Persona, papers: int) -> float:
    """Seconds before the next paper: with each of the `papers` behind them people rest longer."""
    tired: float = TIRING ** min(papers, MOST_TIRED)
    return tired * who.pace * rng.lognormvariate(math.log(25), 0.8)
