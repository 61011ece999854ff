"""Readers that do what a hostile file may make a reader do; only the child's tests name them."""

import os
from pathlib import Path

from questionbank.formats.found import Found, Options, Row, info
from questionbank.rules.question import Draft, Text


def read(data: bytes, options: Options) -> Found:
    return _DEEDS[data.decode()](options)


def _echo(options: Options) -> Found:
    draft = Draft("truefalse", Text("水是湿的。", "Water is wet."), key=(0,))
    row = Row("1", draft, tags=frozenset({("topic", "T9")}), pictures={"a.png": b"\x89\x00"})
    return Found((row,), (info("encoding", detail=options.name),), {"题干": "stem"}, ("题干",))


def _abort(_options: Options) -> Found:
    os.abort()


def _crash(_options: Options) -> Found:
    raise ValueError("a fault of ours")


def _memory(_options: Options) -> Found:
    return Found((), (info("encoding", detail=str(len(bytes(2 << 30)))),))


def _hang(_options: Options) -> Found:
    os.read(os.pipe()[0], 1)
    raise AssertionError


def _write(_options: Options) -> Found:
    Path("var/left_by_a_reader").write_text("x")
    raise AssertionError


def _environment(_options: Options) -> Found:
    return Found((), (info("encoding", detail=",".join(sorted(os.environ))),))


_DEEDS = {
    "echo": _echo,
    "abort": _abort,
    "crash": _crash,
    "memory": _memory,
    "hang": _hang,
    "write": _write,
    "environment": _environment,
}
