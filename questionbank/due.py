"""Keys that are not due: the app that plays rounds says which versions it will ask or is asking."""

from collections.abc import Callable

Asked = Callable[[], frozenset[int]]
_source: list[Asked] = []


def tell(source: Asked) -> None:
    """Have `source` asked for the versions. Called once, when the app that plays starts."""
    _source[:] = [source]


def undue() -> frozenset[int]:
    """The versions whose keys nobody may take out yet; none where no app plays."""
    return _source[0]() if _source else frozenset()
