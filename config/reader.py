"""Reads the environment. What is malformed stops the start with one line: the setting's name and
what it may be, never its value, which may be a password.

A setting that is empty counts as one that is not given.
"""

import os
import re
from collections.abc import Collection, Mapping
from typing import Final, NoReturn
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

YES: Final = ("1", "true", "yes", "on")
NO: Final = ("0", "false", "no", "off")
# More digits than any bound has; int() would take seconds for a million of them.
NUMBER: Final = re.compile(r"-?[0-9]{1,12}")
DATABASE: Final = re.compile(r"(/[0-9]*)?")
ANY: Final = re.compile(r".*", re.DOTALL)
# As Django compares them with the header Host, which it has in small letters and without a port.
SITE: Final = re.compile(r"\*|\.?[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]")
ORIGIN: Final = re.compile(r"https?://(\[[0-9a-f:]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?")


class Reader:
    """`allowed` gathers what each setting with bounds may be, as docs/configuration.md says it."""

    def __init__(self, told: Mapping[str, str]) -> None:
        self._told = told
        self.allowed: dict[str, str] = {}

    def text(self, name: str, *, default: str) -> str:
        """As it is: spaces may be a part of a secret."""
        return self._told.get(name) or default

    def _word(self, name: str) -> str:
        return self._told.get(name, "").strip()

    def truth(self, name: str, *, default: bool) -> bool:
        said = self._word(name).lower()
        if said not in ("", *YES, *NO):
            self._refuse(name, "1, true, yes or on, or 0, false, no or off")
        return said in YES if said else default

    def number(self, name: str, *, default: int, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        self.allowed[name] = f"{least} to {most}"
        said = self._word(name) or f"{default}"
        if not NUMBER.fullmatch(said) or not least <= int(said) <= most:
            self._refuse(name, f"a whole number, {self.allowed[name]}")
        return int(said)

    def words(
        self, name: str, *, default: list[str], like: re.Pattern[str] = ANY, such: str = ""
    ) -> list[str]:
        """What stands between commas; each part is `like` a pattern that `such` tells in words."""
        found = [part.strip() for part in self._word(name).split(",") if part.strip()]
        if not all(like.fullmatch(part) for part in found):
            self._refuse(name, such)
        return found or default

    def one_of(self, name: str, *choices: str) -> str:
        """One of these words; the first when nothing is said."""
        said = self._word(name) or choices[0]
        if said not in choices:
            self._refuse(name, f"one of {', '.join(choices)}")
        return said

    def address(
        self, name: str, *, default: str, like: Mapping[str, str], numbered: Collection[str] = ()
    ) -> str:
        """An address of one of the schemes in `like`, each with an example to be shown; of those
        that are `numbered` the path is a number. redis-py takes any other for database 0."""
        said = self._word(name) or default
        try:
            parts = urlsplit(said)
            known = parts.scheme in like and (parts.port is None or parts.port > 0)
            known &= parts.scheme not in numbered or bool(DATABASE.fullmatch(parts.path))
        except ValueError:
            known = False
        whole = known and said.startswith(f"{parts.scheme}://") and (parts.netloc or parts.path)
        if said and not whole:
            self._refuse(name, f"an address such as {', '.join(like.values())}")
        return said

    def _refuse(self, name: str, allowed: str) -> NoReturn:
        raise ImproperlyConfigured(f"{name} must be {allowed}")


read = Reader(os.environ)
