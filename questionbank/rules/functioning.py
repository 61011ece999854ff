"""Whether a question is harder for one group than for others of the same score (Mantel, Haenszel).

The score is the whole one, the question included (Holland & Thayer 1988). `delta` is -2.35 times
the logarithm of the common odds ratio: negative = harder for the group. A: negligible; C: at least
1.5 and surely above 1; B: between (Dorans & Holland 1993). With ten questions guessing makes a true
-1.5 look like -1.17, and of 100,000 tests at 5 of 100 thousands are chance: so only |delta| >= 1
counts, after the false discovery rate of `discoveries`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from math import erfc, log, sqrt

from questionbank.rules.items import Row

SCALE = -2.35
ENOUGH_FOCAL = 200
NOTABLE = 1.0
LARGE = 1.5
# Of the differences that are shown, so many of a hundred may be chance.
DISCOVERY_RATE = 0.01
Z_ONE_SIDED = 1.645

# The first letter after "/" in a group: the four parts of Guangdong by the code of the city.
AREAS = {
    **dict.fromkeys(("4401", "4403", "4404", "4406", "4407", "4412", "4413", "4419", "4420"), "d"),
    **dict.fromkeys(("4405", "4415", "4451", "4452"), "e"),
    **dict.fromkeys(("4408", "4409", "4417"), "w"),
    **dict.fromkeys(("4402", "4414", "4416", "4418", "4453"), "n"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """How one group differs. `delta` with its standard error, `p` of no difference at all, `focal`
    people of the group, `grade` A, B or C."""

    group: str
    delta: float
    error: float
    p: float
    focal: int
    grade: str


def group_of(cohort: str, region_path: str) -> str:
    """The group of a person in the count table: the cohort, and the part of the province if any."""
    city = region_path.split("/")[1] if "/" in region_path else ""
    area = AREAS.get(city[:4], "")
    return f"{cohort}/{area}" if area else cohort


def cohort_of(group: str) -> str:
    return group.partition("/")[0]


def area_of(group: str) -> str:
    """ "/d", "/e", "/w" or "/n"; "" for people of no part (guests, other provinces)."""
    _cohort, slash, area = group.partition("/")
    return slash + area


def differences(rows: Sequence[Row]) -> list[Difference]:
    """Each cohort and each part of the province against everybody else, where there are enough.

    The rows must be of one length.
    """
    found = []
    for name in (cohort_of, area_of):
        for group in sorted({name(row.group) for row in rows} - {""}):
            one = difference(rows, group, name)
            found += [one] if one else []
    return found


def difference(
    rows: Iterable[Row], group: str, name: Callable[[str], str] = cohort_of
) -> Difference | None:
    """`group` against everybody else; None for fewer than ENOUGH_FOCAL people on either side, or
    where the odds ratio does not exist."""
    tables: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in rows:
        # Others right, others wrong, group right, group wrong, at each whole score.
        place = 2 * (name(row.group) == group) + (not row.right)
        tables[row.rest + row.right][place] += row.people
    focal = sum(c + d for _a, _b, c, d in tables.values())
    others = sum(a + b for a, b, _c, _d in tables.values())
    if min(focal, others) < ENOUGH_FOCAL:
        return None
    return _tested(group, focal, [(a, b, c, d) for a, b, c, d in tables.values()])


def _tested(
    group: str, focal: int, tables: Sequence[tuple[int, int, int, int]]
) -> Difference | None:
    usable = [one for one in tables if _varies(one)]
    for_them = sum(a * d / (a + b + c + d) for a, b, c, d in usable)
    against = sum(b * c / (a + b + c + d) for a, b, c, d in usable)
    if not for_them or not against:
        return None
    delta = SCALE * log(for_them / against)
    error = abs(SCALE) * _log_error(usable, for_them, against)
    p = erfc(sqrt(_chi_square(usable) / 2))
    return Difference(group, delta, error, p, focal, _grade(delta, error, p))


def _varies(table: tuple[int, int, int, int]) -> bool:
    a, b, c, d = table
    return bool((a + b) and (c + d) and (a + c) and (b + d))


def _chi_square(tables: Sequence[tuple[int, int, int, int]]) -> float:
    seen = expected = variance = 0.0
    for a, b, c, d in tables:
        n = a + b + c + d
        seen += a
        expected += (a + b) * (a + c) / n
        variance += (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1))
    return max(0.0, abs(seen - expected) - 0.5) ** 2 / variance if variance else 0.0


def _log_error(
    tables: Sequence[tuple[int, int, int, int]], for_them: float, against: float
) -> float:
    """The standard error of the logarithm of the odds ratio (Robins, Breslow & Greenland 1986)."""
    pr = mixed = qs = 0.0
    for a, b, c, d in tables:
        n = a + b + c + d
        p, q, r, s = (a + d) / n, (b + c) / n, a * d / n, b * c / n
        pr += p * r
        mixed += p * s + q * r
        qs += q * s
    return sqrt(pr / (2 * for_them**2) + mixed / (2 * for_them * against) + qs / (2 * against**2))


def _grade(delta: float, error: float, p: float) -> str:
    if abs(delta) < NOTABLE or p >= 0.05:
        return "A"
    surely = (abs(delta) - NOTABLE) / error > Z_ONE_SIDED if error else True
    return "C" if abs(delta) >= LARGE and surely else "B"


def discoveries(p_values: Collection[float], tests: int, rate: float = DISCOVERY_RATE) -> float:
    """The largest p that still counts when `tests` were made (Benjamini & Hochberg 1995).

    `p_values` may leave out large ones. 0 = none counts.
    """
    largest = 0.0
    for rank, p in enumerate(sorted(p_values), start=1):
        if p <= rate * rank / max(tests, 1):
            largest = p
    return largest
