"""The topics that people of all regions found hardest: what a lecture could be about.

From the bank's own item counts, so of all answers, not of one region's: a region's few answers to a
topic would say little, and too much of few people.
"""

from collections import defaultdict
from typing import Final

from leaderboard.public.names import either
from leaderboard.rules.scores import rounded
from questionbank.models import Facet, ItemSummary, Tag

# Fewer answers say nothing of a topic.
LEAST_ANSWERS: Final = 200
SHOWN: Final = 3


def hardest() -> list[tuple[str, int]]:
    """The topics with the smallest share of right answers: name and whole per cent."""
    names = {tag.pk: either(tag.name_zh, tag.name_en) for tag in _topics()}
    sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    rows = ItemSummary.objects.filter(count__gt=0, version__question__tags__in=list(names))
    for topic, count, right in rows.values_list("version__question__tags", "count", "right"):
        if topic in names:
            sums[topic][0] += count
            sums[topic][1] += right
    shares = [
        (rounded(100 * right, count), names[topic])
        for topic, (count, right) in sums.items()
        if count >= LEAST_ANSWERS
    ]
    return [(name, share) for share, name in sorted(shares)[:SHOWN]]


def _topics() -> list[Tag]:
    """The finest topics only: wide ones say no lecturer what to talk about."""
    return list(Tag.objects.filter(facet=Facet.TOPIC, children=None))
