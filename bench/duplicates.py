"""Finding what is like a question in a large bank, and the whole bank searched once."""

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

import yaml
from rapidfuzz import fuzz, process

from bench.sizes import Sizes
from bench.table import Goal, Row
from questionbank.nearby import NEAR, Nearby, whole
from questionbank.rules.alike import Likeness, plain

DATA = Path(__file__).parent.parent / "questionbank" / "data"
ASKED = 200


def measure(sizes: Sizes) -> Iterator[Row]:
    questions = made(sizes.alike)
    texts = [whole(question) for question in questions]
    began = perf_counter()
    bank = Nearby()
    for number, question in enumerate(questions):
        bank.put(number, question)
    where = f"among {sizes.alike:,}"
    yield Row("questions taken into memory", where, "s", perf_counter() - began)
    asked = questions[:: max(1, len(questions) // ASKED)]
    ours = median(_took_ms(partial(bank.near, one)) for one in asked)
    floor = median(_took_ms(partial(_compared, whole(one), texts)) for one in asked[:20])
    goals = [Goal("ours", "<=", 50), Goal("floor", "<=", 1)]
    yield Row("what is like a question", f"{where}; floor: cdist", "ms", ours, floor, goals=goals)
    began = perf_counter()
    for question in questions:
        bank.near(question)
    yield Row("all pairs of the bank", where, "s", perf_counter() - began)


def made(count: int) -> list[Likeness]:
    """Questions of the starter bank's words and lengths; every tenth is nearly the one before."""
    chance = random.Random(1)
    starter = list(_starter())
    letters = "".join(stem for stem, _options in starter)
    found: list[Likeness] = []
    while len(found) < count:
        stem, options = chance.choice(starter)
        share = 0.4 if len(found) % 10 or not found else 0.02
        if share < 0.1:
            stem, options = found[-1].stem, found[-1].options.split("\n")
        mixed = ["".join(_other(one, letters, share, chance)) for one in (stem, *options)]
        found.append(Likeness(mixed[0], "\n".join(sorted(mixed[1:]))))
    return found


def _starter() -> Iterator[tuple[str, list[str]]]:
    for path in sorted(DATA.rglob("*.yaml")):
        content = yaml.safe_load(path.read_text("utf-8"))
        for row in content.get("questions", ()) if isinstance(content, dict) else ():
            yield plain(row["stem"]["zh"]), [plain(one["zh"]) for one in row.get("options", ())]


def _other(text: str, letters: str, share: float, chance: random.Random) -> Iterator[str]:
    return (chance.choice(letters) if chance.random() < share else one for one in text)


def _compared(text: str, texts: list[str]) -> None:
    process.cdist([text], texts, scorer=fuzz.ratio, score_cutoff=NEAR)


def _took_ms(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1_000
