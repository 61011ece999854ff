"""The form of a defined board: read leniently, told about strictly, shown again as it was typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import QueryDict

from leaderboard.rules.award import PARTS, Weights
from leaderboard.rules.definitions import Definition, Formula, Who, problems
from quiz import moments

PLAIN: Final = (
    *("contest", "code", "title_zh", "title_en", "region", "who", "formula", "cohort"),
    *("starts_at", "ends_at", "public_from", "freeze_at", "best_n", "best", "top", "units"),
    *PARTS,
)
MOMENTS: Final = ("starts_at", "ends_at", "public_from", "freeze_at")
NUMBERS: Final = ("best_n", "best", "top")
CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,24}")
LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed; `rounds` were ticked."""

    plain: Mapping[str, str]
    rounds: tuple[str, ...] = ()


@dataclass(slots=True)
class Read:
    """What can be understood of it, and by field what cannot."""

    definition: Definition
    wrong: dict[str, str] = field(default_factory=dict)


def typed(post: QueryDict) -> Typed:
    """The form's fields, each bounded; a surrogate or NUL is no part of a text."""
    plain = {name: _clean(post.get(name, ""), name) for name in PLAIN}
    return Typed(plain, tuple(_clean(one, "") for one in post.getlist("rounds")[:100]))


def _clean(text: str, name: str) -> str:
    longest = LONGEST if name == "units" else 160
    plain = text.replace("\0", "").encode(errors="replace").decode()
    return plain.strip()[:longest]


def shown(of: Definition) -> Typed:
    """A definition as a form shows it."""
    plain = {
        "contest": of.contest,
        "code": of.code,
        "title_zh": of.title_zh,
        "title_en": of.title_en,
        "region": of.region,
        "who": of.who.value,
        "formula": of.formula.value,
        "cohort": of.cohort,
        "units": "\n".join(of.units),
        **{name: local(getattr(of, name)) for name in MOMENTS},
        **{name: str(getattr(of, name)) for name in NUMBERS},
        **{name: str(getattr(of.weights, name)) for name in PARTS},
    }
    return Typed(plain, of.rounds)


def read(of: Typed) -> Read:
    """The definition that was typed. What cannot be understood is as if it had not been said."""
    plain, wrong = of.plain, dict[str, str]()

    def moment(name: str) -> int | None:
        return moment_of(plain[name], name, wrong)

    def number(name: str) -> int:
        return _number(plain[name], name, wrong)

    if not CODE.fullmatch(plain["code"]):
        wrong["code"] = "bad_code"
    if not plain["title_zh"]:
        wrong["title_zh"] = "needed"
    definition = Definition(
        contest=plain["contest"],
        code=plain["code"][:24],
        title_zh=plain["title_zh"][:80],
        title_en=plain["title_en"],
        region=plain["region"],
        who=_who(plain["who"], wrong),
        formula=_formula(plain["formula"], wrong),
        rounds=of.rounds,
        cohort=plain["cohort"],
        weights=weights_of(plain, wrong),
        units=units(plain["units"]),
        starts_at=moment("starts_at"),
        ends_at=moment("ends_at"),
        public_from=moment("public_from"),
        freeze_at=moment("freeze_at"),
        best_n=number("best_n"),
        best=number("best"),
        top=number("top"),
    )
    return Read(definition, {**dict(problems(definition)), **wrong})


def _who(text: str, wrong: dict[str, str]) -> Who:
    if text in list(Who):
        return Who(text)
    wrong["who"] = "needed"
    return Who.PERSONS


def _formula(text: str, wrong: dict[str, str]) -> Formula:
    if text in list(Formula):
        return Formula(text)
    wrong["formula"] = "needed"
    return Formula.STANDING


def units(text: str) -> tuple[str, ...]:
    """A unit a line, each once, in the order typed."""
    names = (line.strip()[:60] for line in text.splitlines())
    return tuple(dict.fromkeys(name for name in names if name))


def local(moment: int | None) -> str:
    """A moment (milliseconds) as the browser's field for one has it; empty for None."""
    if moment is None:
        return ""
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.fromtimestamp(moment / 1000, zone).strftime("%Y-%m-%dT%H:%M")


def moment_of(text: str, name: str, wrong: dict[str, str]) -> int | None:
    """Milliseconds of a moment as `moments.typed` reads it; None for an empty text, and, told in
    `wrong`, for anything else."""
    if not text:
        return None
    try:
        return moments.typed(text)
    except ValueError:
        wrong[name] = "bad_moment"
        return None


def _number(text: str, name: str, wrong: dict[str, str]) -> int:
    if not text:
        return {"top": 100, "best": 10}.get(name, 0)
    if text.isascii() and text.isdecimal() and len(text) <= 5:
        return int(text)
    wrong[name] = "out_of_bounds"
    return 1


def weights_of(plain: Mapping[str, str], wrong: dict[str, str]) -> Weights:
    """Weights as typed; the usual ones for nothing typed and for what is wrong."""
    texts = [plain[name] for name in PARTS]
    if not any(texts):
        return Weights()
    try:
        if not all(text.isascii() and text.isdecimal() for text in texts):
            raise ValueError(texts)
        return Weights(*(int(text[:4]) for text in texts))
    except ValueError:
        wrong["weights"] = "bad_weights"
        return Weights()
