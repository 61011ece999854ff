"""The bench runs, tiny, group by group, and measures what docs/benchmarks.md says it does.

No time is judged here: machines differ and are shared.
"""

import re
import subprocess
import sys

import pytest

from bench.__main__ import ALL
from tests.house import tree

# The longest group takes 80 s of CPU, more beside the work of others. Only a hang is longer.
LONGEST_S = 480
# A row of each kind of each group. The names carry sizes, which differ between whole and tiny.
GROUPS = {
    "deals": (r"deal", r"books of 10 questions"),
    "duplicates": (r"what is like a question", r"all pairs of the bank"),
    "statistics": (r"answers counted", r"one question's statistics"),
    "workbench": (
        r"a page of the list",
        r"a workbook previewed",
        r"a batch stored",
        r"a server's CPU for a large file",
    ),
    "boards": (
        *(r"one result on its \d+ boards", r"my rank", r"one person on \d+ boards"),
        *(r"a page of 50 anywhere", r"me and five neighbours", r"21 cities added up"),
    ),
    "derived": (
        r"one result with 3 derived boards",
        r"one person with 3 derived boards",
    ),
    "rebuild": (r"papers a second, boards rebuilt", r"memory of all its boards"),
    "pages": (
        *(
            r"a board's page, of this tick",
            r"a board's page, kept",
            r"a board's page, 304",
            r"50 rows as JSON",
            r"drawn anew",
        ),
        *(r"result stored to public answer, p50", r"result stored to public answer, longest"),
    ),
    "arrivals": (r"phone pages", r"questions about a contest", r"contestants joined"),
    "fanout": (r"one frame to", r"phones cut or left out"),
    "answers": (
        *(
            r"durable answers, beside a bare ack on our lines",
            r"server time per answer",
            r"receipt with its question",
        ),
        *(r"receipt in a burst of .*, p50", r"receipt in a burst of .*, p99"),
        *(
            r"phones seated",
            r"longest collector pause",
            r"idle connection",
            r"seated phone",
            r"rows inserted",
            r"durable answers, beside the same from memory",
            r"durable answers, beside an in-memory ack on the server as it comes",
        ),
    ),
    "halls": (
        *(r"a question open on the last phone", r"reveal to the last phone's own"),
        *(r"board to the screen", r"receipt, all within a second, p50"),
        *(r"server time per message in a hall", r"messages a player and question"),
        *(r"phone in a hall", r"phones entered, all at once"),
    ),
}


@pytest.mark.servers
@pytest.mark.timeout(LONGEST_S + 20)
@pytest.mark.parametrize("group", GROUPS)
def test_the_tiny_bench_measures_the_whole_group_and_loses_nobody(group: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--tiny", "--only", group],
        cwd=tree.ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST_S,
    )
    assert done.returncode == 0, done.stderr[-4_000:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in _rows(done.stdout)]
    assert _missing(GROUPS[group], {row[0] for row in rows}) == []
    assert "refused" not in done.stdout + done.stderr
    assert {row[3] for row in rows if row[0].startswith("phones cut")} <= {"0"}


def test_the_page_of_the_bench_names_every_group() -> None:
    named = re.findall(r"(?m)^\| `(\w+)` \|", tree.text("docs/benchmarks.md"))
    assert named == list(GROUPS) == list(ALL)


def _rows(printed: str) -> list[str]:
    """The table without its head and rule."""
    return [line for line in printed.splitlines() if line.startswith("| ")][2:]


def _missing(kinds: tuple[str, ...], found: set[str]) -> list[str]:
    return [kind for kind in kinds if not any(re.search(kind, what) for what in found)]
