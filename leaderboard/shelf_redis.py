"""Generations of boards in Redis: built beside the old one, shown whole, missed at once when gone.

Which generation is shown stands in one key, so that a FLUSHALL is seen by the next reader. All else
of a generation lies under its own name: what a process still writes to an old one harms nobody.
"""

import secrets
from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any, Final

from redis import Redis

from leaderboard.catalogue import RankedRound
from leaderboard.store import Store, StoreAway
from leaderboard.store_redis import LIVE, RedisStore, bounded

# A process that fills a generation says so this often, or another one takes over.
FILLING_MS: Final = 2_000
# Keys taken away in one command.
KEYS_AT_ONCE: Final = 1_000
FILLING: Final = "boards:filling"
# So long a process that fills derived stores may be silent before another one takes over.
CLAIM_MS: Final = 10_000


class RedisShelf:
    """Implements leaderboard.store.Shelf."""

    local = False

    def __init__(self, client: "Redis[bytes]", staged: str = "") -> None:
        self._client = client
        self._name = self._staged = staged
        self._stores: dict[tuple[int, str], Store] = {}
        self._own = secrets.token_hex(6)

    def generation(self) -> str | None:
        with bounded():
            found: Any = self._client.get(LIVE)
        if found is None:
            return None
        if found.decode() != self._name:
            self._name, self._stores = found.decode(), {}
        return self._name

    def cursor(self) -> str | None:
        with bounded():
            found: Any = self._client.get(self._key("cursor"))
        return found.decode() if found is not None else None

    def save(self, cursor: str) -> None:
        with bounded():
            self._client.set(self._key("cursor"), cursor)
            if self._staged:
                self._client.set(FILLING, self._staged, px=FILLING_MS)

    def store(self, ranked: RankedRound) -> Store:
        if not self._name:
            raise StoreAway("the boards have not been filled yet")
        name = ranked.id, ranked.mould
        if name not in self._stores:
            live = "" if self._staged else self._name
            self._stores[name] = RedisStore(self._client, ranked, self._key(""), live)
        return self._stores[name]

    def moulds(self) -> Mapping[int, str]:
        with bounded():
            found: Any = self._client.hgetall(self._key("moulds"))
        return {int(round_): mould.decode() for round_, mould in found.items()}

    def cast(self, moulds: Mapping[int, str]) -> None:
        said: dict[str | bytes, bytes | float | int | str] = {}
        said.update({str(round_): mould for round_, mould in moulds.items()})
        if said:
            with bounded():
                self._client.hset(self._key("moulds"), mapping=said)

    def filled(self) -> frozenset[int]:
        with bounded():
            found: Any = self._client.smembers(self._key("filled"))
        return frozenset(map(int, found))

    def fill(self, numbers: Collection[int]) -> None:
        if numbers:
            with bounded():
                self._client.sadd(self._key("filled"), *map(str, numbers))

    def settle(self) -> None:
        """Redis sorts each entry as it comes."""

    def claim(self) -> bool:
        key = self._key("deriving")
        with bounded():
            if self._client.set(key, self._own, nx=True, px=CLAIM_MS):
                return True
            holder: Any = self._client.get(key)
            mine = holder is not None and holder.decode() == self._own
            return mine and bool(self._client.pexpire(key, CLAIM_MS))

    def drop(self, number: int) -> None:
        for name in [name for name in list(self._stores) if name[0] == number]:
            self._stores.pop(name, None)
        with bounded():
            self._client.srem(self._key("filled"), str(number))
            for key in self._client.scan_iter(f"{self._key('')}{number}:*", count=1_000):
                self._client.unlink(key)

    def stage(self) -> "RedisShelf":
        staged = RedisShelf(self._client, secrets.token_hex(6))
        with bounded():
            if not self._client.set(FILLING, staged._name, nx=True, px=FILLING_MS):
                raise StoreAway("another process is filling the boards")
            self._client.set(staged._key("begun"), 1)
        return staged

    def publish(self) -> None:
        """Raises StoreAway when a FLUSHALL came in between: what is left is not whole."""
        with bounded(), self._client.pipeline(transaction=True) as pipe:
            pipe.watch(self._key("begun"))
            if not pipe.exists(self._key("begun")):
                raise StoreAway("Redis was emptied while the boards were filled")
            pipe.multi()
            pipe.set(LIVE, self._name)
            pipe.delete(FILLING)
            pipe.execute()
            self._clear_away()

    def _clear_away(self) -> None:
        """Let what other generations left go, also half-filled ones: nobody may read them any more.
        By UNLINK, for Redis stands still while it takes away itself what has expired: seconds,
        where a million people are on a board."""
        mine, found = self._key("").encode(), self._client.scan_iter("boards:*:*", count=1_000)
        others = (key for key in found if not key.startswith(mine))
        while some := list(islice(others, KEYS_AT_ONCE)):
            self._client.unlink(*some)

    def _key(self, name: str) -> str:
        return f"boards:{self._name}:{name}"
