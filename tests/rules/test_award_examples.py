"""The browser's what-if gets the same whole numbers as the rules, example by example.

`python -m tests.rules.test_award_examples` writes tests/js/award.json anew.
"""

import json
from pathlib import Path
from typing import Any

from leaderboard.rules.award import Basis, Facts, Weights, gaps, rows
from leaderboard.rules.rollup import Policy, Totals

EXAMPLES = Path(__file__).parents[1] / "js" / "award.json"
WEIGHTS = [(40, 25, 20, 15), (0, 0, 100, 0), (25, 25, 25, 25), (99, 0, 1, 0), (33, 33, 33, 1)]
BASIS = Basis(Totals(9_000, 40_000, 520_000), full=100, policy=Policy(least=100))
# Steps that share no factor, so that nearly every product is rounded.
REGIONS = [
    Facts(
        f"44/{n:02}",
        f"县{n}",
        (64_429, 287_003, 717_684, 1_000_003, 4_476_554)[n % 5],
        Totals(101 + 37 * n, 500 + 91 * n, (101 + 37 * n) * (50 + n % 7 * 5)),
        tuple(7 + (n * k * 13) % 101 for k in range(1, 6)),
        (n * 7) % 62,
        62,
    )
    for n in range(23)
]


def examples() -> dict[str, Any]:
    """Regions as the page has them, and for several weights what must come of them."""
    plain = rows(REGIONS, BASIS, Weights())
    regions = [
        {"path": r.facts.path, "name": r.facts.name, "band": r.band, "parts": list(r.parts)}
        for r in plain
    ]
    wanted = []
    for weights in WEIGHTS:
        found = rows(REGIONS, BASIS, Weights(*weights))
        last, best = found[-1], found[0]
        wanted.append(
            {
                "weights": list(weights),
                "rows": [
                    [r.facts.path, list(r.gains), r.score, r.rank, r.rank_in_band] for r in found
                ],
                "behind": [gap.behind for gap in gaps(last, best)],
            }
        )
    return {"regions": [{**one, "facts": []} for one in regions], "wanted": wanted}


def text() -> str:
    return json.dumps(examples(), ensure_ascii=False, indent=1) + "\n"


def test_the_examples_for_the_browser_are_what_the_rules_say() -> None:
    assert json.loads(EXAMPLES.read_text(encoding="utf-8")) == examples()


if __name__ == "__main__":
    EXAMPLES.write_text(text(), encoding="utf-8")
