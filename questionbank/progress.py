"""A progress bar for commands: drawn on a terminal, silent anywhere else."""

from collections.abc import Iterator, Sequence
from typing import TextIO, TypeVar

T = TypeVar("T")
WIDTH = 30


class Bar:
    """How much of `total` is done; drawn only when it looks different."""

    def __init__(self, total: int, label: str, out: TextIO) -> None:
        self._total, self._label, self._out = total, label, out
        self._done, self._drawn = 0, -1

    def more(self, count: int) -> None:
        """So many more are done; 0 shows the bar as it is."""
        self._done += count
        filled = self._done * WIDTH // self._total if self._total else WIDTH
        if filled != self._drawn and self._out.isatty():
            self._out.write(f"\r{self._label} [{'█' * filled}{'·' * (WIDTH - filled)}]")
            self._out.flush()
        self._drawn = filled

    def end(self) -> None:
        """Leave the line of the bar."""
        if self._out.isatty():
            self._out.write("\n")


def track(things: Sequence[T], label: str, out: TextIO) -> Iterator[T]:
    """Yield each of `things`, showing on `out` how many are done if it is a terminal."""
    if not things:
        return
    bar = Bar(len(things), label, out)
    for thing in things:
        bar.more(0)
        yield thing
        bar.more(1)
    bar.end()
