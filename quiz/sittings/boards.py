"""The boards of a hall: people, teams, regions. What is frozen is counted as of the freeze."""

from collections import defaultdict
from collections.abc import Mapping

from quiz.rules import hall, hall_regions
from quiz.rules.hall import Standing
from quiz.rules.hall_regions import Opening, RegionStanding
from quiz.rules.stage import State
from quiz.sittings.crowd import region_of
from quiz.sittings.desk_frames import Board, RegionRow, Row
from quiz.sittings.room import Room
from quiz.sittings.tally import Who

# What a screen shows; everybody's own place is on their phone.
ROWS = 20


def board(room: Room, lang: str, *, full: bool) -> Board:
    """The board after the last question that is out: `full` for hosts, the public one for screens.

    While the public one is frozen its rows are those of the freeze, and regions are opened one by
    one with the steps of the stage; nothing in it tells what has happened since.
    """
    at, tally = room.row.stage, room.tally
    frozen = at.frozen and not full
    standings = tally.frozen(at) if frozen else tally.standings
    ranks = hall.ranks(standings) if frozen else tally.ranks
    regions = _opening(room) if frozen else _open(room)
    return Board(
        room.row.version,
        at.frozen_after if frozen else at.seen,
        len(ranks),
        at.state is State.CLOSED,
        frozen,
        _people(room, standings, ranks, ranks if frozen else tally.was, lang),
        _teams(room) if not frozen else [],
        _regions(room, regions, lang),
        regions.left,
        regions.last,
    )


def _people(
    room: Room,
    standings: Mapping[int, Standing],
    ranks: Mapping[int, int],
    was: Mapping[int, int],
    lang: str,
) -> list[Row]:
    best = sorted(ranks, key=lambda attempt: (ranks[attempt], attempt))[:ROWS]
    return [
        _row(room, attempt, (ranks[attempt], was.get(attempt)), standings[attempt], lang)
        for attempt in best
    ]


def _row(
    room: Room, attempt: int, rank: tuple[int, int | None], standing: Standing, lang: str
) -> Row:
    who = room.tally.people[attempt]
    return Row(
        who.entrant,
        *rank,
        who.name,
        _place(room, who, lang),
        standing.score,
        standing.right,
        standing.took,
        standing.out_at is not None,
    )


def _place(room: Room, who: Who, lang: str) -> str:
    names = room.names.get(region_of(who.region, room.row.region))
    return names[lang] if names else ""


def _teams(room: Room) -> list[Row]:
    """Scores of teams are hundredths of a point, as averages are."""
    teams = room.teams
    ranks, was = teams.ranks, teams.was
    return [
        Row(team, ranks[team], was.get(team), teams.names[team], "", teams.scores[team], 0, 0)
        for team in sorted(ranks, key=lambda team: (ranks[team], team))
    ]


def _by_region(room: Room, standings: Mapping[int, Standing]) -> dict[str, list[Standing]]:
    found: dict[str, list[Standing]] = defaultdict(list)
    for attempt, standing in standings.items():
        who = room.tally.people[attempt]
        if standing.ranked:
            found[region_of(who.region, room.row.region)].append(standing)
    return found


def _regions(room: Room, shown: Opening, lang: str) -> list[RegionRow]:
    return [
        RegionRow(
            one.path,
            room.names[one.path][lang] if one.path in room.names else one.path,
            one.people,
            one.mean_x100,
            one.rank,
            was_of(shown.before, one.path),
        )
        for one in shown.rows
    ]


# A hall is small: a mean of fewer people than these says more about them than about their region.
LEAST = 3


def was_of(table: list[RegionStanding], path: str) -> int | None:
    return next((one.rank for one in table if one.path == path), None)


def pending(room: Room) -> int:
    """Regions that the steps of an unfreezing still have to open."""
    return _opening(room).left if room.row.stage.frozen else 0


def _open(room: Room) -> Opening:
    """The regions as they stand, and as they did before the last question."""
    now, before = (_by_region(room, one) for one in (room.tally.standings, room.tally.before))
    return Opening(
        hall_regions.table(now, least=LEAST), hall_regions.table(before, least=LEAST), None, 0
    )


def _opening(room: Room) -> Opening:
    """The regions as of the freeze, and as now those that the steps have opened."""
    at = room.row.stage
    frozen = _by_region(room, room.tally.frozen(at))
    now = _by_region(room, room.tally.standings)
    return hall_regions.opened(frozen, now, at.unfrozen, LEAST)
