"""What a sitting tells everybody, and what it tells one phone.

All that a hall shares travels as one whole `stage` frame with the row's version: what a phone
missed is healed by the next one, and a returning phone gets the same frame as everybody.
"""

from typing import Any

from msgspec import UNSET, Raw, Struct, UnsetType

from quiz.protocol import Ruled


class Told(Struct, frozen=True, omit_defaults=True):
    """Key, explanation and source of a question that was revealed, and what counts after a verdict.
    `counts` says how many chose each option number (answers of options only); `right` and `of` how
    many had it right of how many answers, `partly` how many others earned points with theirs.
    `spread` of an estimate: how many lay in each of equal parts from its least to its most."""

    key: list[int]
    why: str
    source: str
    right: int
    of: int
    counts: list[int] | UnsetType = UNSET
    accepted: list[str] | UnsetType = UNSET
    areas: list[tuple[str | int, ...]] | UnsetType = UNSET
    rich: dict[str, list[Any]] | UnsetType = UNSET
    ruling: Ruled | UnsetType = UNSET
    partly: int = 0
    spread: list[int] | UnsetType = UNSET


class Stage(Struct, frozen=True, tag="stage", tag_field="t", omit_defaults=True):
    """Where the sitting stands, whole, without anything that is not due.

    `slot` -1 = before the first question. While a question waits to open (`now` < `opens_at`) `box`
    holds it sealed (docs/protocol.md section 9.4); once open, `q`, with `order` and `target_order`.
    `closes_at` null = no limit, or the clock stands (`paused`). `told` after the reveal.
    `audience`: only those who are out, or came as guests, answer this one. `alive`: people still in
    the game, where the format has lives.
    """

    v: int
    now: int
    state: str
    slot: int
    of: int
    door: bool
    paused: bool
    frozen: bool
    rehearsal: bool
    people: int
    opens_at: int | None = None
    closes_at: int | None = None
    box: str | UnsetType = UNSET
    q: Raw | UnsetType = UNSET
    order: tuple[int, ...] | UnsetType = UNSET
    target_order: list[int] | UnsetType = UNSET
    told: Told | UnsetType = UNSET
    audience: bool = False
    alive: int | None = None
    skipped: bool = False


class Unseal(Struct, frozen=True, tag="unseal", tag_field="t"):
    """The key of a box, sent to all the moment its question opens."""

    v: int
    slot: int
    key: str


class Rival(Struct, frozen=True):
    """Who is just ahead."""

    name: str
    score: int


class Stored(Struct, frozen=True):
    """The answer that is on disk for the slot the hall is at."""

    slot: int
    choice: list[int]
    text: str
    sure: bool


class Mine(Struct, frozen=True, tag="mine", tag_field="t", omit_defaults=True):
    """One person's own standing: in `entered`, and after each reveal, ruling and board.

    Of the slot the hall is at: `right` (null before the reveal or when not answered), `points`,
    `took_ms`, `lag_ms` = what the network cost and was given back. `rank` null = not ranked (out of
    competition, or nothing revealed yet); `same` = others have it, too. `lives` where the format
    has them; `out` = no life left; `watching` = came too late to compete.
    """

    v: int
    slot: int
    score: int
    people: int
    rank: int | None = None
    ahead: Rival | None = None
    right: bool | None = None
    points: int | None = None
    took_ms: int | None = None
    lag_ms: int | None = None
    lives: int | None = None
    out: bool = False
    watching: bool = False
    removed: bool = False
    team: str | None = None
    team_score: int | None = None
    team_rank: int | None = None
    same: bool = False


class TeamView(Struct, frozen=True):
    id: int
    name: str


class Hall(Struct, frozen=True):
    """What does not change during a sitting. `stake` = [points a sure right answer adds, points a
    sure wrong one costs], null without stakes. `teams` one may choose from, empty without teams.
    `uses` as in a round."""

    code: str
    title: str
    contest: str
    questions: int
    question_ms: int
    right: int
    full: int
    lives: int
    stake: list[int] | None
    teams: list[TeamView]
    uses: list[str]


class Entered(Struct, frozen=True, tag="entered", tag_field="t"):
    """Answers enter in one round trip: the hall, who one is, how one stands, where the sitting
    stands, and the answer that is stored for its open question."""

    version: int
    now: int
    hall: Hall
    name: str
    attempt: int
    mine: Mine
    stage: Stage
    stored: Stored | None


class Receipt(Struct, frozen=True, tag="receipt", tag_field="t"):
    """The answer is on disk. `choice`, `text` and `sure` are the stored ones; `counts` false: an
    earlier answer stands (`reason` "already_answered")."""

    slot: int
    seq: int
    choice: list[int]
    text: str
    sure: bool
    counts: bool
    now: int
    reason: str | None = None


class Error(Struct, frozen=True, tag="error", tag_field="t", omit_defaults=True):
    """Nothing changed. `id` names the command, `slot` and `seq` the answer."""

    code: str
    message: str
    seq: int | UnsetType = UNSET
    slot: int | UnsetType = UNSET
    id: str | UnsetType = UNSET
    v: int | UnsetType = UNSET
    retry_ms: int | UnsetType = UNSET
    detail: str | UnsetType = UNSET
