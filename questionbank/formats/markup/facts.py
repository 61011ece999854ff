"""What only we say of a question, as `name=value` words among a foreign format's tags."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import itemgetter

from questionbank.formats.found import Written, labelled
from questionbank.rules.question import Draft, Estimate, Image, Text
from questionbank.rules.validity import MOST_TARGETS

FACETS = frozenset({"topic", "dimension", "benchmark", "audience", "difficulty", "sensitivity"})
_NUMBERS = ("far", "min", "max", "fixed_last")
_TEXTS = ("author", "author_en", "licence", "unit", "unit_en", "targets", "areas")
# What the stem's picture shows, and in English those of options, by their places from 1.
_ALTS = ("alt", "alt_en", *(f"alt_en{place}" for place in range(1, 11)))
_PLACES = {str(place) for place in range(MOST_TARGETS)}


@dataclass(frozen=True, slots=True)
class Facts:
    """The words of one question: our tags, our facts by name, and labels of others."""

    tags: frozenset[tuple[str, str]] = frozenset()
    said: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ()

    @property
    def author(self) -> Text:
        return Text(self.said.get("author", ""), self.said.get("author_en", ""))

    def number(self, name: str) -> int | None:
        text = self.said.get(name, "")
        plain = text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()
        return int(text) if plain and len(text) < 12 else None


NOTHING = Facts()


def read(words: Iterable[str]) -> Facts:
    """The words sorted out; what is not ours is a label."""
    tags: set[tuple[str, str]] = set()
    said: dict[str, str] = {}
    labels: list[str] = []
    for word in words:
        name, mark, value = (part.strip() for part in word.strip().partition("="))
        if mark and name in FACETS and 0 < len(value) <= 16:
            tags.add((name, value))
        elif mark and name in _NUMBERS + _TEXTS + _ALTS:
            said.setdefault(name, value)
        elif word.strip():
            labels.append(word)
    return Facts(frozenset(tags), said, labelled(labels))


def applied(draft: Draft, facts: Facts) -> Draft:
    """The draft with the numbers that its format has no place for."""
    count = facts.number("fixed_last")
    if count and count <= len(draft.options):
        last = range(len(draft.options) - count, len(draft.options))
        draft = replace(draft, fixed=frozenset(last))
    if draft.estimate:
        draft = replace(draft, estimate=_numbers(draft.estimate, facts))
    images = enumerate(draft.option_pictures, 1)
    draft = replace(
        draft,
        picture=_with_alt(draft.picture, facts, "alt_en"),
        option_pictures=tuple(_with_alt(image, facts, f"alt_en{at}") for at, image in images),
    )
    order = [int(word) for word in facts.said.get("targets", "").split() if word in _PLACES]
    if order and sorted(order) == list(range(len(draft.targets))):
        pairs = sorted(zip(order, draft.targets, strict=True), key=itemgetter(0))
        draft = replace(
            draft,
            targets=tuple(target for _, target in pairs),
            key=tuple(order[place] for place in draft.key),
        )
    return draft


def _with_alt(image: Image | None, facts: Facts, name: str) -> Image | None:
    """The picture described in what words the file has for it."""
    if image is None:
        return None
    alt = image.alt.zh or (facts.said.get("alt", "") if name == "alt_en" else "")
    return replace(image, alt=Text(alt, image.alt.en or facts.said.get(name, "")))


def first_met(draft: Draft) -> list[int]:
    """The targets of a matching in the order in which its pairs name them, the others last."""
    return list(dict.fromkeys([*draft.key, *range(len(draft.targets))]))


def _numbers(estimate: Estimate, facts: Facts) -> Estimate:
    far, least, most = (facts.number(name) for name in ("far", "min", "max"))
    return replace(
        estimate,
        far=estimate.far if far is None else far,
        least=estimate.least if least is None else least,
        most=estimate.most if most is None else most,
        unit=Text(facts.said.get("unit", estimate.unit.zh), facts.said.get("unit_en", "")),
    )


def order_of_targets(draft: Draft) -> Iterator[str]:
    """The word that keeps targets in order where a format only has pairs."""
    order = first_met(draft)
    if order != sorted(order):
        yield f"targets={' '.join(str(place) for place in order)}"


def written(question: Written) -> Iterator[str]:
    """The words of a question on its way out."""
    yield from (f"{facet}={code}" for facet, code in sorted(question.tags))
    draft, number = question.draft, question.draft.estimate
    said: dict[str, object] = {
        "author": question.author.zh,
        "author_en": question.author.en,
        "licence": question.licence,
        "fixed_last": len(draft.fixed) or "",
    }
    for at, image in enumerate((draft.picture, *draft.option_pictures)):
        said[f"alt_en{at or ''}"] = image.alt.en if image else ""
    if number:
        said |= {"far": number.far, "min": number.least, "max": number.most}
        said |= {"unit": number.unit.zh, "unit_en": number.unit.en}
    yield from (f"{name}={value}" for name, value in said.items() if value != "")
