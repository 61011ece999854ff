"""What names a round by its code and its contest: the apps that keep such things tell."""

from collections.abc import Callable

from quiz.models import Round

Named = Callable[[Round], list[str]]
_sources: list[Named] = []


def tell(source: Named) -> None:
    """Have `source` asked what names a round, in the reader's language; once, as the app starts."""
    if source not in _sources:
        _sources.append(source)


def by(round_: Round) -> list[str]:
    """What names the round, as it is stored, in the reader's language."""
    return [words for source in _sources for words in source(round_)]
