"""Frames of a sitting, built field by field: what is not named here cannot leak."""

import base64
from collections.abc import Mapping
from typing import Final, get_args

import msgspec
from msgspec import UNSET

from quiz.plan import Asked, Plan
from quiz.protocol import Lang, Ruled
from quiz.rules import choices, hall, rulings
from quiz.rules.rulings import Ruling
from quiz.rules.stage import Stage, State
from quiz.rules.units import Millis
from quiz.sittings import frames, sealing
from quiz.sittings.frames import Hall, Mine, Rival, Stored, TeamView, Told, Unseal
from quiz.sittings.hall_seat import HallSeat
from quiz.sittings.store import Row
from quiz.sittings.tally import Tally

# What everybody hears is encoded once for each language that questions have; what screens and hosts
# hear besides names places, and is encoded for each language that pages have.
LANGS = ("zh", "en")
PAGES: Final[tuple[str, ...]] = get_args(Lang)
# Questions have the same order for a whole hall: what the screen calls B is B on every phone.
_EVERYBODY = 0


def text_lang(lang: str) -> str:
    """The language of questions on a page in `lang`: in traditional characters they are Chinese."""
    return "en" if lang == "en" else "zh"


def content(plan: Plan, row: Row, slot: int, lang: str) -> dict[str, object]:
    """The question of a slot as everybody sees it once it is open."""
    asked = paper(plan, row)[slot]
    found: dict[str, object] = {"q": asked.body[lang], "order": order(plan, row, slot)}
    if targets := plan.target_order(asked, _EVERYBODY, row.id, slot):
        found["target_order"] = targets
    return found


def order(plan: Plan, row: Row, slot: int) -> tuple[int, ...]:
    """The option numbers of a slot in the order of this hall."""
    return plan.option_order(paper(plan, row)[slot], _EVERYBODY, row.id, slot)


def paper(plan: Plan, row: Row) -> tuple[Asked, ...]:
    """The questions of the hall in their order."""
    return tuple(plan.questions[version] for version in plan.books.books[row.book][row.form])


def stage(plan: Plan, row: Row, tally: Tally, lang: str, now: Millis, here: int) -> frames.Stage:
    """Where the sitting stands, for everybody; `here` = people who have a phone in it now."""
    at = row.stage
    asked, open_ = at.asking(at.slot), at.open
    waits = open_ is not None and now < open_.opens_at
    shown = at.slot >= 0 and at.state not in (State.CLOSED,) and not waits and not _hidden(at)
    # A part that is not due is not asked for: there is nothing here that could slip out.
    whole = content(plan, row, at.slot, lang) if shown else {}
    told = at.state in (State.REVEALED, State.BOARD) and at.slot not in at.skipped
    return frames.Stage(
        row.version,
        now,
        at.state,
        at.slot,
        at.of,
        at.door,
        at.paused,
        at.frozen,
        row.rehearsal,
        max(here, sum(not one.removed for one in tally.people.values())),
        asked.opens_at if asked else None,
        None if asked is None or (open_ and at.paused) else asked.closes_at,
        _box(plan, row, lang) if waits and not at.paused else UNSET,
        whole.get("q", UNSET),  # type: ignore[arg-type]
        whole.get("order", UNSET),  # type: ignore[arg-type]
        whole.get("target_order", UNSET),  # type: ignore[arg-type]
        reveal(plan, row, tally, at.slot, lang) if told else UNSET,
        at.slot in plan.format.audience,
        _alive(plan, tally),
        at.slot in at.skipped,
    )


def _hidden(at: Stage) -> bool:
    """Nobody thinks about a question while the clock stands."""
    return at.paused and at.state is State.SHOWN


def _alive(plan: Plan, tally: Tally) -> int | None:
    """None before anybody was counted: 0 says that all are out."""
    competing = [one for one in tally.standings.values() if one.ranked]
    if not plan.format.lives or not competing:
        return None
    return sum(one.out_at is None for one in competing)


def _box(plan: Plan, row: Row, lang: str) -> str:
    inside = msgspec.json.encode(content(plan, row, row.stage.slot, lang))
    return sealing.close(box_key(row, lang), inside)


def box_key(row: Row, lang: str) -> bytes:
    asked = row.stage.open
    if asked is None:
        raise LookupError(f"sitting {row.id} asks nothing")
    return sealing.key(row.seal, asked.slot, lang, asked.opens_at)


def unseal(row: Row, lang: str) -> Unseal:
    """The key of the box that opens now."""
    return Unseal(row.version, row.stage.slot, base64.b64encode(box_key(row, lang)).decode())


def reveal(plan: Plan, row: Row, tally: Tally, slot: int, lang: str) -> Told:
    """Key, reason and source of a slot, and how the hall answered it."""
    asked, ruling = tally.paper[slot], tally.ruling(row.stage, slot)
    counting = rulings.keys_of(asked.key, ruling)
    figures = tally.figures(slot)
    return Told(
        asked.shown_key(counting[0]),
        asked.why[lang],
        asked.source[lang],
        figures.right,
        figures.of,
        figures.counts or UNSET,
        [form for key in counting for form in key.accepted] or UNSET,
        [(area.shape, *area.numbers) for key in counting for area in key.areas] or UNSET,
        {"why": asked.rich_why[lang]} if lang in asked.rich_why else UNSET,
        _ruled(asked, ruling) if ruling is not None else UNSET,
        figures.partly,
        figures.spread or UNSET,
    )


def _ruled(asked: Asked, ruling: Ruling) -> Ruled:
    return Ruled(ruling.kind, "", [asked.shown_key(key) for key in ruling.keys])


def mine(row: Row, tally: Tally, seat: HallSeat, teams: "Teams") -> Mine:
    """How one person stands. While the board is frozen ranks are nobody's business, and before the
    first reveal everybody would be first."""
    at, standing = row.stage, tally.standing(seat.attempt, seat.came_in)
    out = at.slot <= at.seen and at.slot not in at.skipped and at.slot in tally.marks
    marked = tally.marks.get(at.slot, {}).get(seat.attempt) if out else None
    kept = seat.kept.get(at.slot)
    public = not at.frozen
    ranked = public and at.seen >= 0
    return Mine(
        row.version,
        at.slot,
        standing.score,
        len(tally.ranks),
        tally.ranks.get(seat.attempt) if ranked else None,
        ahead(tally, seat) if ranked else None,
        marked.right if marked and kept and kept.choice else None,
        marked.points if marked else None,
        marked.took if marked and kept and kept.choice else None,
        kept.lag if kept and kept.choice else None,
        standing.lives if tally.form.lives else None,
        standing.out_at is not None,
        not standing.ranked,
        seat.removed,
        teams.name(seat.team),
        teams.scores.get(seat.team) if seat.team and public else None,
        teams.ranks.get(seat.team) if seat.team and public else None,
        ranked and tally.ranks.get(seat.attempt) in tally.shared,
    )


def stored(paper: tuple[Asked, ...], row: Row, seat: HallSeat) -> Stored | None:
    """The answer on disk for the slot the hall is at; None while there is none."""
    slot = row.stage.slot
    kept = seat.kept.get(slot)
    if kept is None:
        return None
    offer = paper[slot].offer
    said = choices.numbers(offer, kept.choice), choices.words(offer, kept.choice)
    return Stored(slot, *said, kept.sure)


def ahead(tally: Tally, seat: HallSeat) -> Rival | None:
    """Who is just ahead: somebody of the next better rank."""
    better = tally.better.get(tally.ranks.get(seat.attempt, 0))
    if better is None:
        return None
    return Rival(tally.people[better].name, tally.standings[better].score)


class Teams:
    """The teams of a sitting: their names, and how they stand after a count."""

    def __init__(self, names: dict[int, str] | None = None) -> None:
        self.names = names or {}
        self.scores: dict[int, int] = {}
        self.ranks: dict[int, int] = {}
        # The ranks before the last question; empty while there was none.
        self.was: dict[int, int] = {}

    def name(self, team: int | None) -> str | None:
        return self.names.get(team) if team else None

    def count(self, tally: Tally) -> None:
        """Take the standings of the members together by the format's rule."""
        self.scores = self._scores(tally, tally.standings)
        self.ranks = hall.team_ranks(self.scores)
        self.was = hall.team_ranks(self._scores(tally, tally.before)) if tally.before else {}

    def _scores(self, tally: Tally, standings: Mapping[int, hall.Standing]) -> dict[int, int]:
        by_team: dict[int, list[hall.Standing]] = {team: [] for team in self.names}
        for one in tally.people.values():
            if one.team in by_team and one.attempt in standings:
                by_team[one.team].append(standings[one.attempt])
        return hall.team_scores(tally.form, by_team)


def hall_view(plan: Plan, row: Row, teams: Teams, contest: str, lang: str) -> Hall:
    form = plan.format
    stake: list[int] | None = (
        [form.stake_win, form.stake_lose] if form.stake_win or form.stake_lose else None
    )
    return Hall(
        row.code,
        row.title or plan.title[lang],
        contest,
        form.questions,
        form.question_ms,
        form.right,
        form.full_score,
        form.lives,
        stake,
        [TeamView(team, name) for team, name in teams.names.items()],
        list(plan.uses),
    )
