"""How fast one device or one address may knock; counted in this process only, lost with it.

A school is one address: thousands join from it within seconds, so valid joins are slowed only far
above that, while wrong codes are what a guesser produces and run out quickly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import AddressValueError, IPv6Address
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request

from quiz.refusals import Refused
from quiz.rules.units import Millis

MINUTE = Millis(60_000)
FORWARDED = b"x-forwarded-for"
# Of IPv6 a home or a phone is given a network of so many bits, and chooses the rest as it likes.
NETWORK_BITS = 64


@dataclass
class Allowance:
    """`burst` at once per key, refilled evenly at `per_minute`; at most `keys` are remembered."""

    burst: int
    per_minute: int
    keys: int = 100_000
    _left: dict[str, tuple[int, Millis]] = field(default_factory=dict)

    def wait(self, key: str, now: Millis) -> Millis:
        """Milliseconds until `key` may go on; 0 = now."""
        credit = self._credit(key, now)
        short = MINUTE - credit
        return Millis(0 if short <= 0 else -(-short // self.per_minute))

    def spend(self, key: str, now: Millis) -> None:
        credit = self._credit(key, now)
        if key not in self._left and len(self._left) >= self.keys:
            self._forget(now)
        self._left[key] = (max(0, credit - MINUTE), now)

    def _credit(self, key: str, now: Millis) -> int:
        full = self.burst * MINUTE
        credit, at = self._left.get(key, (full, now))
        return min(full, credit + max(0, now - at) * self.per_minute)

    def _forget(self, now: Millis) -> None:
        full = self.burst * MINUTE
        self._left = {key: v for key, v in self._left.items() if self._credit(key, now) < full}
        while len(self._left) >= self.keys:  # all of them busy: the oldest go
            del self._left[next(iter(self._left))]


class Door:
    """The allowances of joining and of typing codes."""

    def __init__(self) -> None:
        self.device = Allowance(burst=10, per_minute=10)
        self.address = Allowance(burst=5_000, per_minute=300)
        self.wrong = Allowance(burst=300, per_minute=300)

    def knock(self, device: str, address: str, now: Millis) -> None:
        """Spend one try. Raises Refused `slow_down` with `retry_ms`."""
        waits = [self.address.wait(address, now), self.wrong.wait(address, now)]
        if device:
            waits.append(self.device.wait(device, now))
        if max(waits):
            raise Refused("slow_down", retry_ms=max(waits))
        self.address.spend(address, now)
        if device:
            self.device.spend(device, now)


door = Door()


def address(request: HttpRequest | Request) -> str:
    """Where a request comes from; a proxy's word counts only when we are behind one."""
    said = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    return _believed(said, str(request.META.get("REMOTE_ADDR", "")))


def address_of(scope: Mapping[str, Any]) -> str:
    """Where a socket comes from, by the same rule: what a web server makes of the proxy's word
    differs, and uvicorn believes none on another machine."""
    said = [value.decode("latin-1") for name, value in scope["headers"] if name == FORWARDED]
    client = scope.get("client") or ("",)
    return _believed(said[-1] if said else "", str(client[0]))


def _believed(forwarded: str, nearest: str) -> str:
    if settings.BEHIND_PROXY and forwarded:
        return _line(forwarded.rsplit(",", 1)[-1].strip())
    return _line(nearest)


def _line(said: str) -> str:
    """What one customer of a network has one of: an IPv4 address, or the network part of an IPv6
    one; of those a laptop has more than there are codes to guess."""
    if ":" not in said:
        return said
    try:
        found = IPv6Address(said)
    except AddressValueError:
        return said
    free = 128 - NETWORK_BITS
    return str(found.ipv4_mapped or IPv6Address(int(found) >> free << free))
