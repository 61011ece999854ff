"""A round's settings as one frozen value. Everything that differs between contests is here.

Source: contest regulations, section 2; presets are data in quiz/data/presets.yaml.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from quiz.rules.modes import Bonus, Count, LateJoin, Mode, Partial, Reveal, Team, Tie
from quiz.rules.units import Millis, Points

__all__ = [
    "BadFormat",
    "Bonus",
    "Count",
    "Format",
    "LateJoin",
    "Mode",
    "Partial",
    "Reveal",
    "Team",
    "Tie",
    "plain",
    "read",
]


class BadFormat(ValueError):
    """A setting out of its bounds; the message names the setting and what it may be."""


@dataclass(frozen=True, slots=True)
class Format:
    """Every parameter of a round. Times in milliseconds; 0 means "no limit" where so said."""

    mode: Mode = Mode.PAPER
    questions: int = 10
    question_ms: Millis = Millis(20_000)
    total_ms: Millis = Millis(0)
    grace_ms: Millis = Millis(500)
    tries_per_day: int = 3
    tries_total: int = 0
    count: Count = Count.BEST
    best_n: int = 1
    blueprint: Mapping[str, int] = field(default_factory=dict)
    pool: tuple[str, ...] = ()
    books: int = 20
    shuffle_questions: bool = True
    shuffle_options: bool = True
    reveal: Reveal = Reveal.END
    right: Points = Points(10)
    penalty: Points = Points(0)
    blank: Points = Points(0)
    partial: Partial = Partial.NONE
    bonus: Bonus = Bonus.NONE
    bonus_points: Points = Points(0)
    bonus_steps: int = 0
    ties: tuple[Tie, ...] = (Tie.TOOK, Tie.FINISHED)
    boards: tuple[str, ...] = ("province", "city", "county", "cohort", "regions")
    bands: Mapping[str, int] = field(default_factory=dict)
    cohorts: tuple[str, ...] = ()
    # Of a live round only (regulations, section 11). `audience` = the slots of the questions that
    # only those answer who are out or watch.
    lead_ms: Millis = Millis(3_000)
    lives: int = 0
    stake_win: Points = Points(0)
    stake_lose: Points = Points(0)
    team: Team = Team.NONE
    team_best: int = 1
    audience: tuple[int, ...] = ()
    late_join: LateJoin = LateJoin.YES
    full_points_ms: Millis = Millis(500)
    bonus_quantum_ms: Millis = Millis(100)

    def __post_init__(self) -> None:
        check(self)

    @property
    def ranked(self) -> bool:
        return self.mode is Mode.PAPER

    @property
    def full_score(self) -> Points:
        """The most one attempt can earn."""
        counted = self.questions - len(self.audience)
        return Points(counted * (self.right + self.bonus_points + self.stake_win))


BOUNDS = {
    "questions": (1, 100),
    "question_ms": (0, 600_000),
    "total_ms": (0, 7_200_000),
    "grace_ms": (0, 2_000),
    "tries_per_day": (0, 30),
    "tries_total": (0, 1_000),
    "best_n": (1, 30),
    "books": (1, 200),
    "right": (1, 100),
    "penalty": (0, 100),
    "blank": (-100, 100),
    "bonus_points": (0, 100),
    "bonus_steps": (0, 20),
    "lead_ms": (0, 10_000),
    "lives": (0, 20),
    "stake_win": (0, 100),
    "stake_lose": (0, 100),
    "team_best": (1, 50),
    "full_points_ms": (0, 5_000),
    "bonus_quantum_ms": (1, 5_000),
}
BOARDS = ("province", "city", "county", "cohort", "regions")


def check(form: Format) -> None:
    """Raise BadFormat for the first setting that is out of bounds or contradicts another."""
    for name, (least, most) in BOUNDS.items():
        value = getattr(form, name)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise BadFormat(f"{name}: must be a whole number from {least} to {most}, got {value!r}")
    _check_kinds(form)
    for name, problem in _contradictions(form):
        if problem:
            raise BadFormat(f"{name}: {problem}")


def _check_kinds(form: Format) -> None:
    for name in ("shuffle_questions", "shuffle_options"):
        if not isinstance(getattr(form, name), bool):
            raise BadFormat(f"{name}: must be true or false, got {getattr(form, name)!r}")
    for name in ("blueprint", "bands"):
        if not all(type(value) is int for value in getattr(form, name).values()):
            raise BadFormat(f"{name}: wants a whole number under each name")


def _contradictions(form: Format) -> list[tuple[str, str]]:
    needed = sum(form.blueprint.values())
    bonus_in_all = form.bonus_points * form.questions
    return [
        ("blank", "must stay below right" if form.blank >= form.right else ""),
        ("partial", _too_few_points(form)),
        ("question_ms", "must be 0 or at least 3000" if 0 < form.question_ms < 3_000 else ""),
        ("total_ms", "must be 0 or at least 10000" if 0 < form.total_ms < 10_000 else ""),
        ("total_ms", _no_limit(form)),
        ("blueprint", _counts(form.blueprint, form.questions, needed)),
        ("bonus_points", _bonus(form, bonus_in_all)),
        (
            "best_n",
            "only with count mean_best"
            if form.best_n > 1 and form.count is not Count.MEAN_BEST
            else "",
        ),
        ("ties", "names a link twice" if len(set(form.ties)) < len(form.ties) else ""),
        ("boards", "unknown board" if set(form.boards) - set(BOARDS) else ""),
        (
            "boards",
            "practice is never ranked" if form.mode is Mode.PRACTICE and form.boards else "",
        ),
        (
            "bands",
            "must be from 0 to 100" if any(not 0 <= v <= 100 for v in form.bands.values()) else "",
        ),
        ("reveal", "a ranked round reveals at the end or when closed" if _too_early(form) else ""),
        *(_live(form) if form.mode is Mode.LIVE else _not_live(form)),
    ]


def _live(form: Format) -> list[tuple[str, str]]:
    return [
        ("reveal", "a live round reveals each" if form.reveal is not Reveal.EACH else ""),
        (
            "shuffle_questions",
            "must be false: a hall has one paper" if form.shuffle_questions else "",
        ),
        ("boards", "a live round has its own boards" if form.boards else ""),
        ("total_ms", "a live round has no limit of its own" if form.total_ms else ""),
        ("audience", _audience(form)),
        ("stake_win", "must not be above right" if form.stake_win > form.right else ""),
        ("stake_lose", "must not be above right" if form.stake_lose > form.right else ""),
        ("team_best", _team_best(form)),
    ]


def _audience(form: Format) -> str:
    slots = form.audience
    known = all(type(slot) is int and 0 <= slot < form.questions for slot in slots)
    if not known or len(set(slots)) < len(slots):
        return "wants slots, each once"
    if len(slots) == form.questions:
        return "leaves no question to those who play"
    alone = slots and not form.lives and form.late_join is not LateJoin.WATCH
    return "needs lives or late_join watch: else nobody may answer" if alone else ""


def _team_best(form: Format) -> str:
    return "only with team best_n" if form.team_best > 1 and form.team is not Team.BEST_N else ""


_LIVE_ONLY = ("lives", "stake_win", "stake_lose", "team", "team_best", "audience", "late_join")


def _not_live(form: Format) -> list[tuple[str, str]]:
    usual = {f.name: f.default for f in fields(Format)}
    said = (name for name in _LIVE_ONLY if getattr(form, name) != usual[name])
    return [(name, "only with mode live") for name in said]


def _too_few_points(form: Format) -> str:
    """A part that rounds down to nothing would be charged as wrong; options are at most 10."""
    least = {Partial.NONE: 1, Partial.HALF: 2, Partial.PER_OPTION: 10}[form.partial]
    return f"needs right of at least {least}" if form.right < least else ""


def _no_limit(form: Format) -> str:
    none = form.ranked and not form.question_ms and not form.total_ms
    return "a ranked round needs question_ms or total_ms" if none else ""


def _too_early(form: Format) -> bool:
    return form.ranked and form.reveal is Reveal.EACH and form.tries_total != 1


def _counts(blueprint: Mapping[str, int], questions: int, needed: int) -> str:
    if any(n < 1 for n in blueprint.values()):
        return "each cell wants a whole number of at least 1"
    return (
        f"wants {needed} questions, the paper has {questions}"
        if blueprint and needed != questions
        else ""
    )


def _bonus(form: Format, in_all: int) -> str:
    if form.bonus is Bonus.NONE:
        return "needs a bonus other than none" if form.bonus_points else ""
    if form.bonus is Bonus.STEPS and not form.bonus_steps:
        return "steps need bonus_steps of at least 1"
    if not form.question_ms:
        return "a bonus needs question_ms"
    return (
        f"all bonuses together ({in_all}) must stay below one question's points"
        if in_all >= form.right
        else ""
    )


WORDS = {"mode": Mode, "count": Count, "reveal": Reveal, "partial": Partial, "bonus": Bonus}
WORDS |= {"team": Team, "late_join": LateJoin}
_TUPLES = ("pool", "boards", "cohorts")
_NUMBERS = ("audience",)


def read(data: Mapping[str, Any]) -> Format:
    """A Format from plain JSON or YAML. Raises BadFormat naming the setting that is wrong."""
    if not isinstance(data, Mapping):
        raise BadFormat(f"settings: wants names with values, got {type(data).__name__}")
    unknown = {str(name) for name in data} - {f.name for f in fields(Format)}
    if unknown:
        raise BadFormat(f"{min(unknown)}: no such setting")
    return Format(**{name: _value(name, value) for name, value in data.items()})


def _value(name: str, value: Any) -> Any:
    try:
        if name in WORDS:
            return WORDS[name](value)
        if name == "ties":
            return tuple(Tie(link) for link in _strings(value))
        if name in _TUPLES:
            return _strings(value)
        if name in _NUMBERS:
            return tuple(value)
        return _named(value) if name in ("blueprint", "bands") else value
    except (ValueError, TypeError) as error:
        raise BadFormat(f"{name}: {error}") from error


def _strings(value: Any) -> tuple[str, ...]:
    """A single word is no list: it would pass as a list of its letters."""
    if not isinstance(value, list | tuple) or not all(isinstance(part, str) for part in value):
        raise TypeError(f"wants a list of words, got {value!r}")
    return tuple(value)


def _named(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise TypeError(f"wants names with numbers, got {value!r}")
    return dict(value)


def plain(form: Format) -> dict[str, Any]:
    """The settings as JSON keeps them; `read(plain(form)) == form`."""
    return {f.name: _plain(getattr(form, f.name)) for f in fields(Format)}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
