"""One way to write a value as bytes, so that its hash means something. After RFC 8785, but smaller.

Objects sorted by name, no space, text as it is in UTF-8 and NFC, whole numbers that every language
keeps exactly. There are no fractions: a rule of the house, and the hard part of the RFC.
Source: contest regulations, section 12.2.
"""

import json
import unicodedata
from typing import Any, Final

# The largest whole number that a double keeps, which is what JavaScript counts with.
LARGEST: Final = 2**53 - 1


def encode(value: Any) -> bytes:
    """The bytes of a value made of objects, lists, text, whole numbers, true, false and null.

    Raises ValueError for anything else: a fraction, a number out of range, text that is not in NFC
    or no text at all (half a surrogate pair), a name that is not plain ASCII.
    """
    _check(value, "$")
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _check(value: Any, where: str) -> None:
    """Most of a result is whole numbers and plain text: they are let through first."""
    kind = type(value)
    if kind is int and -LARGEST <= value <= LARGEST:
        return
    if kind is str and value.isascii():
        return
    if kind is dict:
        for name, one in value.items():
            _check_name(name, where)
            _check(one, f"{where}.{name}")
    elif kind in (list, tuple):
        for one in value:
            _check(one, where)
    else:
        _check_single(value, where)


def _check_single(value: Any, where: str) -> None:
    match value:
        case None | bool():
            return
        case int():
            raise ValueError(f"{where}: {value} is beyond {LARGEST}")
        case str():
            _check_text(value, where)
        case _:
            raise ValueError(f"{where}: no place for {type(value).__name__}")


def _check_name(name: Any, where: str) -> None:
    """ASCII names have one order, whatever a language sorts by."""
    if not isinstance(name, str) or not name.isascii():
        raise ValueError(f"{where}: the name {name!r} is not plain ASCII")


def _check_text(text: str, where: str) -> None:
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError(f"{where}: the text is not in NFC")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError(f"{where}: half a surrogate pair is no text")
