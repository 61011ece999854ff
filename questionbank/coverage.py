"""What the bank covers, seen against a blueprint: matrices, holes, and a draw that is tried out."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from questionbank.models import Facet, Kind, Tag
from questionbank.rules import books, draw
from questionbank.rules.blueprint import Item, most_forms, shortages, tags_of
from questionbank.rules.books import BENCH_SHARE, BookSet

# A draw is tried out with so many papers of so many people, from about so many forms.
PAPERS = 10_000
FORMS = 1_000
# What is only tried out needs no secret.
TRIAL = bytes(32)
KIND = "kind"
FACETS = (KIND, *Facet.values)


@dataclass(frozen=True, slots=True)
class Head:
    """A row or column of a matrix: a code of its facet, and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Questions with both codes: how many there are, how many a paper needs of just these, how many
    stay on the bench, and how many papers lack."""

    row: str
    column: str
    have: int
    need: int
    bench: int
    lacks: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Two facets against each other; the last column, without a code, holds the whole rows."""

    columns: Sequence[Head]
    rows: Sequence[tuple[Head, Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class Need:
    """One cell of the blueprint: of `need` in a paper the bank has `have`; `lacks` more must be
    written for the papers that are wanted. `names` are those of its codes."""

    cell: str
    names: Sequence[str]
    tags: Mapping[str, str]
    need: int
    have: int
    bench: int
    lacks: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What 10,000 papers came to: expected scores in millionths by how many papers have them, and
    per topic how many questions of it a paper holds at least, on average in hundredths, at most."""

    forms: int
    scores: Mapping[int, int]
    spread: books.Spread
    topics: Sequence[tuple[str, int, int, int]]


def heads(facet: str) -> list[Head]:
    """The codes of a facet, its topmost tags only; raises ValueError for an unknown facet."""
    if facet == KIND:
        return [Head(code, str(name)) for code, name in Kind.choices]
    tags = Tag.objects.filter(facet=Facet(facet), parent=None).order_by("place", "pk")
    return [Head(tag.code, tag.name) for tag in tags]


def matrix(
    items: Sequence[Item], rows: str, columns: str, blueprint: Mapping[str, int], *, papers: int
) -> Matrix:
    """How many items have each pair of codes. `papers` of the blueprint must be possible at once
    without repeating a question; where they are not, cells lack items."""
    down, across = heads(rows), heads(columns)
    numbers = _pairs(items, down, across)
    lacks = {s.cell: s.need - s.have for s in shortages(items, blueprint, forms=papers)}
    needs = {(tags_of(cell)): (need, lacks.get(cell, 0)) for cell, need in blueprint.items()}
    made = [
        (row, [_cell(row.code, one.code, numbers, needs) for one in (*across, Head("", ""))])
        for row in down
    ]
    return Matrix(across, [(head, cells) for head, cells in made])


def _pairs(
    items: Sequence[Item], down: Sequence[Head], across: Sequence[Head]
) -> Counter[tuple[str, str]]:
    rows, columns = {head.code for head in down}, {head.code for head in across}
    found: Counter[tuple[str, str]] = Counter()
    for item in items:
        mine = item.tags & rows
        found.update((row, column) for row in mine for column in item.tags & columns)
        found.update((row, "") for row in mine)
    return found


def _cell(
    row: str,
    column: str,
    numbers: Mapping[tuple[str, str], int],
    needs: Mapping[frozenset[str], tuple[int, int]],
) -> Cell:
    need, lacks = needs.get(frozenset({row, column} - {""}), (0, 0))
    have = numbers.get((row, column), 0)
    return Cell(row, column, have, need, have // BENCH_SHARE if need else 0, lacks)


def needs(
    items: Sequence[Item], blueprint: Mapping[str, int], *, papers: int
) -> tuple[list[Need], int]:
    """Every cell of the blueprint, those that lack most first, and how many papers are possible at
    once without repeating a question."""
    lacks = {s.cell: s.need - s.have for s in shortages(items, blueprint, forms=papers)}
    known = _known({tag for cell in blueprint for tag in tags_of(cell)})
    found = []
    for cell, need in blueprint.items():
        wanted = tags_of(cell)
        have = sum(wanted <= item.tags for item in items)
        tags = {known[tag][0]: tag for tag in sorted(wanted) if tag in known}
        names = _names(cell, known)
        found.append(Need(cell, names, tags, need, have, have // BENCH_SHARE, lacks.get(cell, 0)))
    return sorted(found, key=lambda one: -one.lacks), most_forms(items, blueprint)


def named(cells: Collection[str]) -> dict[str, str]:
    """What people call each cell; a code that is nobody's stays as it is."""
    known = _known({tag for cell in cells for tag in tags_of(cell)})
    return {cell: " · ".join(_names(cell, known)) for cell in cells}


def _names(cell: str, known: Mapping[str, tuple[str, str]]) -> list[str]:
    return [known[tag][1] if tag in known else tag for tag in cell.split("+")]


def _known(codes: set[str]) -> dict[str, tuple[str, str]]:
    """Facet and name of each code that there is."""
    kinds = {code: (KIND, str(Kind(code).label)) for code in codes if code in Kind.values}
    return kinds | {tag.code: (tag.facet, tag.name) for tag in Tag.objects.filter(code__in=codes)}


def tried(items: Sequence[Item], blueprint: Mapping[str, int], topics: Sequence[str]) -> Tried:
    """Deal PAPERS papers from trial books, as a round would. Raises ShortPool and Enemies."""
    each = max(most_forms(items, blueprint), 1)
    made = books.build(items, blueprint, seed=TRIAL, books=max(1, min(20, FORMS // each)))
    scores = {item.version: item.rates[1] for item in items}
    held = {item.version: item.tags & set(topics) for item in items}
    dealt = _dealt(made)
    expected: Counter[int] = Counter()
    for (book, form), count in dealt.items():
        expected[sum(scores[version] for version in made.books[book][form])] += count
    average = next(line for line in books.spread(made, items) if line.ability == 0)
    return Tried(made.forms, expected, average, _topics(made, dealt, held, topics))


def _dealt(made: BookSet) -> Counter[tuple[int, int]]:
    key = draw.deal_key(TRIAL, "")
    return Counter(
        draw.deal(key, "trial", person, 0, books=len(made.books), forms=made.forms)
        for person in range(PAPERS)
    )


def _topics(
    made: BookSet,
    dealt: Mapping[tuple[int, int], int],
    held: Mapping[int, frozenset[str]],
    topics: Sequence[str],
) -> list[tuple[str, int, int, int]]:
    papers: dict[tuple[int, int], Counter[str]] = {
        (book, form): Counter(tag for version in made.books[book][form] for tag in held[version])
        for book, form in dealt
    }
    return [
        (
            topic,
            min(papers[at][topic] for at in dealt),
            100 * sum(papers[at][topic] * n for at, n in dealt.items()) // PAPERS,
            max(papers[at][topic] for at in dealt),
        )
        for topic in topics
    ]
