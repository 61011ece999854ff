"""Papers of one form that share the same wrong answers beyond what chance gives. Source: contest
regulations, section 9.2.

Right answers are no sign: many know them. A wrong choice that few make is: each counts
log2(papers / papers with that choice) bits. Sets are compared as wholes and with one answer left
out, so that one change does not hide a copy; the work grows with the papers, not with their pairs.
Papers are compared with all of the form, and with those opened nearby: of few others it takes less
to be surprised.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import factorial, log2
from typing import NamedTuple

from quiz.rules.flags import SAME_WRONG, Finding, Sheet, Thresholds

Wrong = frozenset[tuple[int, str]]
Rarity = dict[tuple[int, str], int]
# Papers that are named as evidence; all of them have a flag of their own.
NAMED = 12


class _Group(NamedTuple):
    """Papers that all hold the `same` wrong answers, and how surprising that is (hundredths of a
    bit)."""

    same: Wrong
    papers: tuple[Sheet, ...]
    bits: int


def copies(sheets: Sequence[Sheet], to: Thresholds) -> Iterator[Finding]:
    """Each paper whose wrong answers others have, too, with its most surprising group."""
    wrong = {sheet.attempt: _wrong(sheet) for sheet in sheets}
    best: dict[int, _Group] = {}
    rarity = _rarity(sheets, wrong)
    for group in _groups(sheets, wrong, rarity, to):
        for sheet in group.papers:
            held = best.get(sheet.attempt)
            if held is None or _order(group) > _order(held):
                best[sheet.attempt] = group
    for attempt, group in sorted(best.items()):
        yield Finding(attempt, SAME_WRONG, _evidence(attempt, group, len(wrong[attempt])))


def _order(group: _Group) -> tuple[int, int, list[tuple[int, str]]]:
    return group.bits, len(group.same), sorted(group.same)


def _evidence(attempt: int, group: _Group, wrong: int) -> dict[str, object]:
    others = [sheet.attempt for sheet in group.papers if sheet.attempt != attempt]
    return {
        "same": len(group.same),
        "wrong": wrong,
        "others": len(others),
        "with": sorted(others)[:NAMED],
        "bits": group.bits,
    }


def _wrong(sheet: Sheet) -> Wrong:
    return frozenset((r.version, r.choice) for r in sheet.replies if r.choice and not r.right)


def _groups(
    sheets: Sequence[Sheet], wrong: dict[int, Wrong], rarity: Rarity, to: Thresholds
) -> Iterator[_Group]:
    near: defaultdict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        near[sheet.near].append(sheet)
    near.pop("", None)
    for among in (sheets, *near.values()):
        for same, found in _sharing(among, wrong, to).items():
            people = len({sheet.contestant for sheet in found})
            whole = sum(rarity[one] for one in same)
            bits = _surprise(whole, people, len(among), len(sheets)) if people > 1 else 0
            if bits >= to.wrong_bits:
                yield _Group(same, tuple(found), bits)


def _sharing(
    sheets: Sequence[Sheet], wrong: dict[int, Wrong], to: Thresholds
) -> dict[Wrong, list[Sheet]]:
    papers: defaultdict[Wrong, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        for part in _parts(wrong[sheet.attempt], to.wrong_answers):
            papers[part].append(sheet)
    return papers


def _parts(wrong: Wrong, least: int) -> Iterator[Wrong]:
    if len(wrong) >= least:
        yield wrong
    if len(wrong) > least:
        yield from (wrong - {one} for one in wrong)


def _rarity(sheets: Sequence[Sheet], wrong: dict[int, Wrong]) -> Rarity:
    """How many hundredths of a bit each wrong choice tells."""
    made = Counter(one for sheet in sheets for one in wrong[sheet.attempt])
    return {one: int(100 * log2(len(sheets) / count)) for one, count in made.items()}


def _surprise(rarity: int, people: int, among: int, papers: int) -> int:
    """How unlikely it is that so many hold what is that rare, anywhere among so many papers.

    Of the others so many hold it by chance as there are compared x 2^-rarity; more of them than
    that are ever less likely (Poisson); and each paper is a place where it could have happened.
    """
    more = people - 1
    chance = more * (rarity - int(100 * log2(among))) + int(100 * log2(factorial(more)))
    return chance - int(100 * log2(papers))
