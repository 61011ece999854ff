"""Slows whoever guesses passwords: by account and by address, across processes where Redis is.

The first wrong passwords cost nothing; then each doubles the wait before the next try. A try within
the wait is refused before the password is looked at, and does not lengthen it, so the owner of an
account that somebody else tries gets in as soon as the wait is over.
"""

import hashlib
import logging
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from redis.exceptions import RedisError

from quiz import clock
from quiz.admission import address
from quiz.rules.units import Millis

# Failures are forgotten this long after the first of them.
MEMORY_S: Final = 3_600
FIRST_WAIT_MS: Final = 4_000
LONGEST_WAIT_MS: Final = 300_000
CODE: Final = "slow_down"
TOO_MANY: Final = 429
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Slowed:
    """One kind of who is slowed: so many tries in a row go `free`."""

    kind: str
    free: int

    def wait(self, cache: BaseCache, who: str, now: Millis) -> int:
        """Milliseconds until the next try is let through; 0 = now."""
        return max(0, int(cache.get(self._key(who, "until"), 0)) - now)

    def count(self, cache: BaseCache, who: str, now: Millis) -> None:
        """Count a try as a failure before it is known for one: many at once gain nothing."""
        key = self._key(who, "count")
        cache.add(key, 0, MEMORY_S)
        try:
            tries = cache.incr(key)
        except ValueError:  # forgotten between the two
            tries = 1
        if tries >= self.free:
            wait = min(LONGEST_WAIT_MS, FIRST_WAIT_MS << min(tries - self.free, 10))
            cache.set(self._key(who, "until"), now + wait, MEMORY_S)

    def forget(self, cache: BaseCache, who: str) -> None:
        cache.delete_many([self._key(who, part) for part in ("count", "until")])

    def uncount(self, cache: BaseCache, who: str) -> None:
        """The last try was no failure; whoever made it had waited for it."""
        cache.delete(self._key(who, "until"))
        with suppress(ValueError):  # forgotten meanwhile
            cache.decr(self._key(who, "count"))

    def _key(self, who: str, part: str) -> str:
        name = unicodedata.normalize("NFKC", who).casefold()
        digest = hashlib.sha256(name.encode(errors="replace")).hexdigest()[:32]
        return f"signin:{self.kind}:{digest}:{part}"


ACCOUNT: Final = Slowed("account", free=5)
# An office of editors is one address.
ADDRESS: Final = Slowed("address", free=50)


def begin(account: str, source: str, now: Millis) -> int:
    """Count a try, unless somebody has to wait: then the milliseconds, and nothing is counted."""
    both = ((ACCOUNT, account), (ADDRESS, source))

    def counted(cache: BaseCache) -> int:
        wait = max(slowed.wait(cache, who, now) for slowed, who in both)
        if not wait:
            for slowed, who in both:
                slowed.count(cache, who, now)
        return wait

    return _either(counted)


def right(account: str, source: str) -> None:
    """The password was right: the account starts afresh. Its address only gets this one try back,
    or a guesser with an account of his own would never wait."""

    def forgotten(cache: BaseCache) -> int:
        ACCOUNT.forget(cache, account)
        ADDRESS.uncount(cache, source)
        return 0

    _either(forgotten)


def _either(work: Callable[[BaseCache], int]) -> int:
    """Ask the shared memory; while it is away, this process's own."""
    try:
        return work(caches["signin"])
    except (RedisError, OSError) as error:
        log.warning("failed sign-ins are counted in this process only: %s", error)
        return work(caches["default"])


class SignInForm(AdminAuthenticationForm):
    """The sign-in form of the admin, which is that of the workbench, too."""

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError `slow_down`, with `retry_ms`, while one has to wait."""
        account = self.cleaned_data.get("username")
        if not account or not self.cleaned_data.get("password"):
            return super().clean()
        source = address(self.request) if self.request else ""
        if wait := begin(account, source, clock.now()):
            raise _told(wait)
        found = super().clean()
        right(account, source)
        return found


def _told(wait: int) -> ValidationError:
    seconds = -(-wait // 1000)
    words = ngettext(
        "登录失败次数过多，请 %(seconds)d 秒后再试。",
        "登录失败次数过多，请 %(seconds)d 秒后再试。",
        seconds,
    )
    return ValidationError(words % {"seconds": seconds}, CODE, {"seconds": seconds})


def door(request: HttpRequest) -> HttpResponse:
    """The sign-in page of the admin; whoever has to wait is told by the status, too."""
    answer = admin.site.login(request)
    form = (getattr(answer, "context_data", None) or {}).get("form")
    errors = form.non_field_errors().as_data() if form is not None and form.is_bound else []
    for error in errors:
        if error.code == CODE:
            answer.status_code = TOO_MANY
            answer["Retry-After"] = str(error.params["seconds"])
    return answer
