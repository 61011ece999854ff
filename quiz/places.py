"""Names of regions for the bank below, which knows paths only."""

from functools import lru_cache

from questionbank.places import Place
from quiz import clock, naming
from quiz.models import Region
from quiz.rules.called import called

# Regions change once in years; a new one shows up within this.
KEPT_MS = 60_000


def named() -> list[Place]:
    """All regions by path, with names in the reader's language."""
    return _named(naming.language(), clock.now() // KEPT_MS)


@lru_cache(maxsize=3)
def _named(lang: str, _age: int) -> list[Place]:
    full: dict[str, str] = {}
    found = []
    for region in Region.objects.order_by("path"):
        path, name = region.path, called(region, lang)
        above = path.rpartition("/")[0]
        # The province goes without saying: everything is in it.
        before = full.get(above, "") if "/" in above else ""
        full[path] = f"{name}, {before}" if before and lang == "en" else before + name
        found.append(Place(path, name, full[path]))
    return found
