"""Runs the tests of a mark, some at a time, and what failed once more, alone.

    python -m tests.twice 'faults or redis' 3   # three at a time: each often waits for a clock

Stories with real browsers and servers wait for others, each with a deadline. On a machine with too
much to do one of them may be late though nothing is wrong; alone, it is not. So a story may fail
once, and is named for it: whoever sees a name again has a story, or a product, to mend.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# Not where other runs remember what failed.
CACHE = Path(".pytest_cache/twice")
# A file's stories together, mostly: they share a server. With loadfile a run would never end when
# a process is ended by tests/late.py in its last file (pytest-xdist 3.8).
TOGETHER = ("--dist", "worksteal", "--cache-clear")
# Without "none", a run after one that failed otherwise would be a run of everything.
AGAIN = ("--last-failed", "--last-failed-no-failures", "none")
# What pytest returns when tests failed, and nothing else went wrong.
FAILED = 1
# More than these do not fail because something is late.
MOST = 5
# A run that is not over by then will not be: tests/late.py ends single tests long before.
LONGEST_S = 2_400
ENDLESS = 124


def main(mark: str, at_once: str = "2") -> int:
    """What pytest returned last; 0 also when all that failed passed alone."""
    returned = _run(mark, ("-n", at_once, *TOGETHER))
    failed = _failed()
    if returned != FAILED or not 1 <= len(failed) <= MOST or not all("::" in one for one in failed):
        return returned  # too many, or a whole file that cannot be read
    _say("FAILED, AND NOW RUN ONCE MORE, ALONE", failed)
    returned = _run(mark, AGAIN)
    twice = _failed()
    _say(
        "PASSED ONLY ALONE (why? see CONTRIBUTING.md)", [one for one in failed if one not in twice]
    )
    _say("FAILED TWICE", twice)
    return returned


def _run(mark: str, how: Sequence[str]) -> int:
    options = ("-q", "-rs", "-m", mark, "-o", f"cache_dir={CACHE}", *how)
    command = [sys.executable, "-m", "pytest", *options]
    try:
        return subprocess.run(command, check=False, timeout=LONGEST_S).returncode
    except subprocess.TimeoutExpired:
        _say(f"NOT DONE AFTER {LONGEST_S} S, AND ENDED", [mark])
        return ENDLESS


def _failed() -> list[str]:
    """What the last run remembers as failed."""
    kept = CACHE / "v/cache/lastfailed"
    return sorted(json.loads(kept.read_text(encoding="utf-8"))) if kept.exists() else []


def _say(what: str, names: Sequence[str]) -> None:
    if names:
        line = "=" * 80
        sys.stdout.write("\n".join(["", line, f"{what}:", *names, line, ""]))
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
