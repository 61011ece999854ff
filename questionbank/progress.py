"""A progress bar for commands: drawn on a terminal, silent anywhere else."""

from collections.abc import Iterator, Sequence
from typing import TextIO, TypeVar

T = TypeVar("T")
WIDTH = 30


def track(things: Sequence[T], label: str, out: TextIO) -> Iterator[T]:
    """Yield each of `things`, showing on `out` how many are done if it is a terminal."""
    total, drawn = len(things), -1
    for done, thing in enumerate(things):
        drawn = _draw(out, label, done * WIDTH // total, drawn)
        yield thing
    if total:
        _draw(out, label, WIDTH, drawn)
    if total and out.isatty():
        out.write("\n")


def _draw(out: TextIO, label: str, filled: int, drawn: int) -> int:
    if filled != drawn and out.isatty():
        out.write(f"\r{label} [{'█' * filled}{'·' * (WIDTH - filled)}]")
        out.flush()
    return filled
