"""The only reader of time. Everything else is handed the moment as an argument."""

import contextlib
import json
import os
import time
from pathlib import Path
from types import SimpleNamespace

from quiz.rules.units import Millis

# A process that follows another within this time goes on with its clock.
FOLLOWS_NS = 60_000_000_000
_BOOT = Path("/proc/sys/kernel/random/boot_id")
# Taken once: an operator who corrects the machine's clock moves no deadline of a running process.
_clock = SimpleNamespace(anchor_ns=time.time_ns() - time.monotonic_ns())


def now() -> Millis:
    """Milliseconds since 1970-01-01 UTC; never runs backwards within one process."""
    return Millis((_clock.anchor_ns + time.monotonic_ns()) // 1_000_000)


def go_on(kept: Path) -> None:
    """Go on with the clock of the process that wrote `kept` a moment ago: a machine whose clock was
    corrected in the middle of a question moves no deadline by a restart, either. To be called at
    the start; whoever wants the corrected clock stops for a minute."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        found = json.loads(kept.read_text())
        lately = 0 <= time.monotonic_ns() - int(found["beat"]) < FOLLOWS_NS
        if lately and found["boot"] == _BOOT.read_text().strip():
            _clock.anchor_ns = int(found["anchor"])


def keep(kept: Path) -> None:
    """Write down what whoever follows needs; where it cannot be kept nobody follows."""
    with contextlib.suppress(OSError):
        told = {"boot": _BOOT.read_text().strip(), "anchor": _clock.anchor_ns}
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps({**told, "beat": time.monotonic_ns()}))
        fresh.replace(kept)
