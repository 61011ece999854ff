"""Names of regions for the bank below, which knows paths only."""

from functools import lru_cache

from django.utils.translation import get_language

from questionbank.places import Place
from quiz import clock
from quiz.models import Region

# Regions change once in years; a new one shows up within this.
KEPT_MS = 60_000


def named() -> list[Place]:
    """All regions by path, with names in the reader's language."""
    return _named((get_language() or "zh").startswith("en"), clock.now() // KEPT_MS)


@lru_cache(maxsize=2)
def _named(english: bool, _age: int) -> list[Place]:  # noqa: FBT001 (what the cache is keyed by)
    full: dict[str, str] = {}
    found = []
    rows = Region.objects.order_by("path").values_list("path", "name_zh", "name_en")
    for path, zh, en in rows:
        above = path.rpartition("/")[0]
        # The province goes without saying: everything is in it.
        before = full.get(above, "") if "/" in above else ""
        name = en or zh if english else zh
        full[path] = (f"{name}, {before}" if before else name) if english else before + name
        found.append(Place(path, name, full[path]))
    return found
