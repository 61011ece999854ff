"""Standings in Redis, shared by all processes: a sorted set a board, a hash of people a round.

Redis is never the only place of anything. A batch is read, worked out here by the same rules as in
memory, and written in one transaction that fails when another process was quicker; it is then
worked out again. So each batch is in whole or not at all, and counting it twice changes nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from redis import Redis, RedisError, WatchError
from redis.backoff import NoBackoff
from redis.client import Pipeline
from redis.retry import Retry

from leaderboard.catalogue import RankedRound
from leaderboard.rows_redis import read, written
from leaderboard.rules import persons, ranking
from leaderboard.rules.persons import Move, Person, Step
from leaderboard.rules.rollup import Totals
from leaderboard.rules.scopes import Scope, scopes
from leaderboard.store import Entry, Page, StoreAway, result_of
from quiz.events import AttemptClosed

TIMEOUT_S: Final = 0.2
# A transaction of this many results takes some 8 ms of Redis, far from the limit above.
AT_A_TIME: Final = 500
TRIES: Final = 8
# What redis-py takes for fields and their values, or members and their scores.
Pairs = dict[str | bytes, bytes | float | int | str]
# Names the generation that is shown (leaderboard/shelf_redis.py). Another number after it whenever
# rows are written in another form: then boards are built anew beside those of the older program.
LIVE: Final = "boards:live6"
# What is summed up of each scope, in the order of Totals: people, attempts, points, rulings.
PARTS: Final = "pasr"

# One moment's rows with their people, totals and the number better than the first. Reads only.
READ_PAGE: Final = """
if ARGV[5] ~= '' and redis.call('GET', KEYS[4]) ~= ARGV[5] then return false end
local start, stop = tonumber(ARGV[2]), tonumber(ARGV[3])
if ARGV[4] ~= '' then
  local place = redis.call('ZRANK', KEYS[1], ARGV[4])
  if place then
    start, stop = math.max(place - start, 0), place + stop
  else
    start, stop = 0, -1
  end
end
local totals = redis.call('HMGET', KEYS[3], ARGV[1] .. '#p', ARGV[1] .. '#a', ARGV[1] .. '#s',
  ARGV[1] .. '#r')
if stop < start then return {totals, start, 0, {}, {}} end
local first = math.max(start - 1, 0)
local found = redis.call('ZRANGE', KEYS[1], first, stop, 'WITHSCORES')
if #found <= 2 * (start - first) then return {totals, start, 0, {}, {}} end
local better = redis.call('ZCOUNT', KEYS[1], '-inf', '(' .. found[2 * (start - first) + 2])
local ids = {}
for n = 1, #found, 2 do ids[#ids + 1] = found[n] end
return {totals, start, better, found, redis.call('HMGET', KEYS[2], unpack(ids))}
"""


def connect(url: str) -> "Redis[bytes]":
    """A client whose every call ends within TIMEOUT_S; the next tick is the retry."""
    client: Redis[bytes] = Redis.from_url(
        url,
        socket_timeout=TIMEOUT_S,
        socket_connect_timeout=TIMEOUT_S,
        retry=Retry(NoBackoff(), 0),
        max_connections=16,
    )
    return client


@contextmanager
def bounded() -> Iterator[None]:
    """Any trouble with Redis becomes StoreAway."""
    try:
        yield
    except RedisError as error:
        raise StoreAway(str(error)) from error


class RedisStore:
    """Implements leaderboard.store.Store. Raises StoreAway from every call when Redis is away.

    With `live`, reading also does so when that generation is not the one shown (any more): after a
    FLUSHALL an empty board is not the truth.
    """

    def __init__(
        self, client: "Redis[bytes]", ranked: RankedRound, prefix: str, live: str = ""
    ) -> None:
        self._client = client
        self.form = ranked.form
        self.root = ranked.root
        self.layout = ranking.layout(
            ranked.form,
            opens_at=ranked.opens_at,
            closes_at=ranked.closes_at,
            bits=ranking.REDIS_BITS,
        )
        self.prefix = f"{prefix}{ranked.id}:{ranked.mould}:"
        self.people = f"{self.prefix}people"
        self.sums = f"{self.prefix}sums"
        self.turn = f"{self.prefix}turn"
        self._live = live
        self._read_page = client.register_script(READ_PAGE)

    def apply(self, events: Sequence[AttemptClosed]) -> int:
        parts = [events[n : n + AT_A_TIME] for n in range(0, len(events), AT_A_TIME)]
        return sum(self._in_turn(partial(self._count, part)) for part in parts)

    def rename(self, contestant: int, name: str) -> bool:
        return bool(self._in_turn(partial(self._rename, contestant, name)))

    def _in_turn(self, work: Callable[["Pipeline[bytes]"], int]) -> int:
        with bounded():
            for _ in range(TRIES):
                with self._client.pipeline(transaction=True) as pipe:
                    try:
                        pipe.watch(self.turn)
                        return work(pipe)
                    except WatchError:
                        continue
        raise StoreAway("other processes were always quicker")

    def _count(self, events: Sequence[AttemptClosed], pipe: "Pipeline[bytes]") -> int:
        batch = Batch(self, self._load(pipe, {event.contestant for event in events}))
        new = sum(map(batch.count, events))
        if new:
            sums = batch.sums(pipe)
            pipe.multi()
            batch.write(pipe, sums)
            pipe.execute()
        return new

    def _load(self, pipe: "Pipeline[bytes]", contestants: set[int]) -> dict[int, Person]:
        ids = sorted(contestants)
        rows: Any = pipe.hmget(self.people, [_member(one) for one in ids])
        return {one: read(row) for one, row in zip(ids, rows, strict=True) if row is not None}

    def _rename(self, contestant: int, name: str, pipe: "Pipeline[bytes]") -> int:
        person = self._load(pipe, {contestant}).get(contestant)
        if person is None or person.name == name:
            return 0
        pipe.multi()
        pipe.hset(self.people, _member(contestant), written(person._replace(name=name)))
        pipe.incr(self.turn)
        pipe.execute()
        return 1

    def totals(self, scopes: Sequence[Scope]) -> list[Totals]:
        fields = [f"{scope}#{part}" for scope in scopes for part in PARTS]
        with bounded(), self._client.pipeline(transaction=True) as pipe:
            pipe.get(LIVE)
            pipe.hmget(self.sums, fields or ["-"])
            shown, found = pipe.execute()
        self._refuse_another(shown)
        numbers = [int(value or 0) for value in found] if fields else []
        size = len(PARTS)
        return [Totals(*numbers[n : n + size]) for n in range(0, len(numbers), size)]

    def page(self, scope: Scope, start: int, stop: int) -> Page:
        return self._page(scope, start, stop - 1, "")

    def around(self, scope: Scope, contestant: int, *, reach: int) -> Page:
        return self._page(scope, reach, reach, _member(contestant))

    def better(self, scope: Scope, packed: Sequence[int]) -> list[int]:
        ladder = f"{self.prefix}z:{scope}"
        with bounded(), self._client.pipeline(transaction=True) as pipe:
            pipe.get(LIVE)
            for one in packed:
                pipe.zcount(ladder, "-inf", f"({one}")
            shown, *found = pipe.execute()
        self._refuse_another(shown)
        return [int(count) for count in found]

    def _refuse_another(self, shown: bytes | None) -> None:
        if self._live and shown != self._live.encode():
            raise StoreAway("the boards are being filled anew")

    def _page(self, scope: Scope, start: int, stop: int, member: str) -> Page:
        keys = [f"{self.prefix}z:{scope}", self.people, self.sums, LIVE]
        with bounded():
            reply: Any = self._read_page(
                keys=keys, args=[str(scope), start, stop, member, self._live]
            )
        if reply is None:
            raise StoreAway("the boards are being filled anew")
        totals, first, better, found, rows = reply
        entries = self._entries(
            scope, first, better, list(zip(found[::2], found[1::2], rows, strict=True))
        )
        return Page(Totals(*(int(value or 0) for value in totals)), tuple(entries))

    def _entries(
        self, scope: Scope, start: int, better: int, found: list[tuple[bytes, bytes, bytes]]
    ) -> Iterator[Entry]:
        rank, above = better + 1, None
        for n, (member, score, row) in enumerate(found, start=max(start - 1, 0)):
            if n >= start:
                rank = rank if score == above or n == start else n + 1
                yield self._entry(scope, int(member), read(row), rank, same=score == above)
            above = score

    def _entry(
        self, scope: Scope, contestant: int, person: Person, rank: int, *, same: bool
    ) -> Entry:
        of = persons.standing_in(self.form, person, scope)
        if of is None:
            raise StoreAway(f"contestant {contestant} is on {scope} without an attempt")
        return Entry(contestant, rank, same, person.name, persons.home_in(person, scope), of)


class Batch:
    """What one transaction will write."""

    def __init__(self, store: RedisStore, people: dict[int, Person]) -> None:
        self._store = store
        self._people = people
        self._changed: dict[int, Person] = {}
        # Where somebody stands on a board from now on; None = no longer there.
        self._ladders: defaultdict[Scope, dict[str, int | None]] = defaultdict(dict)
        # What is added to each of PARTS.
        self._more: defaultdict[Scope, list[int]] = defaultdict(lambda: [0] * len(PARTS))

    def count(self, event: AttemptClosed) -> bool:
        before = self._people.get(event.contestant) or Person(event.nickname)
        form, said = self._store.form, Scope(event.region_path, event.cohort)
        place = persons.place(before, said, event.try_no)
        if place is None:
            return False
        step = persons.step(form, before, place, result_of(event))
        if step is None:
            return False
        after = self._people[event.contestant] = self._changed[event.contestant] = step.person
        among = scopes(*place, self._store.root)
        self._move(_member(event.contestant), persons.moves(form, before, after, among), step)
        return True

    def _move(self, member: str, moves: Sequence[Move], step: Step) -> None:
        known: ranking.Standing | None = None
        packed: int | None = None
        for scope, old, new in moves:
            if new is not known:  # nearly always the same on every board: pack once
                known, packed = new, None if new is None else ranking.pack(self._store.layout, new)
            people = (new is not None) - (old is not None)
            points = persons.points(new) - persons.points(old)
            more = self._more[scope]
            for n, one in enumerate((people, step.attempts, points, step.ruled)):
                more[n] += one
            self._ladders[scope][member] = packed

    def sums(self, pipe: "Pipeline[bytes]") -> Pairs:
        """What the sums will be. To read them before and write them whole is one command for all;
        the transaction fails when somebody else has changed any."""
        more = {
            f"{scope}#{part}": one
            for scope, added in self._more.items()
            for part, one in zip(PARTS, added, strict=True)
            if one
        }
        held: Any = pipe.hmget(self._store.sums, list(more)) if more else []
        return {name: int(old or 0) + more[name] for name, old in zip(more, held, strict=True)}

    def write(self, pipe: "Pipeline[bytes]", sums: Pairs) -> None:
        store = self._store
        for scope, standings in self._ladders.items():
            _climb(pipe, f"{store.prefix}z:{scope}", standings)
        rows: Pairs = {_member(one): written(person) for one, person in self._changed.items()}
        pipe.hset(store.people, mapping=rows)
        if sums:
            pipe.hset(store.sums, mapping=sums)
        pipe.incr(store.turn)


def _climb(pipe: "Pipeline[bytes]", ladder: str, standings: dict[str, int | None]) -> None:
    there: Pairs = {member: packed for member, packed in standings.items() if packed is not None}
    gone = [member for member, packed in standings.items() if packed is None]
    if there:
        pipe.zadd(ladder, there)
    if gone:
        pipe.zrem(ladder, *gone)


def _member(contestant: int) -> str:
    """As wide as any id, so that equal standings stand in the order of their numbers."""
    return f"{contestant:016d}"
