"""Random questions of each kind for the round trips of the writers: sound, already normal, and
of signs that any format holds. What each format cannot hold is tried by its own tests."""

from dataclasses import replace

from hypothesis import strategies as st

from questionbank.rules.question import Area, Draft, Estimate, Image, Text
from questionbank.rules.validity import problems

# Signs that some format uses for itself are in here on purpose.
_MARKS = "，。、；：？！“”（）()[]{}=~#:\\/-+%<>&'\"*|.,;$₂⁶ "
SIGNS = "水火山石田土地天星光电声力热波abcxyzHO0123456789" + _MARKS
# Only letters, digits and the full stop of a text: for formats in their plainest form.
PLAIN = "水火山石田土地天星光电声力热波细胞叶绿体abcxyz0123456789，。"


def texts(signs: str = SIGNS, most: int = 24) -> st.SearchStrategy[str]:
    """Normal texts of `signs` that begin with a Chinese word, so that none is a mark by itself."""
    rest = st.text(signs, max_size=most)
    return rest.map(lambda tail: " ".join(f"地球{tail}".split()))


def _texts(signs: str) -> st.SearchStrategy[Text]:
    return texts(signs).map(Text)


def _lists(signs: str, least: int, most: int) -> st.SearchStrategy[tuple[Text, ...]]:
    lines = st.lists(texts(signs), min_size=least, max_size=most, unique=True)
    return lines.map(lambda found: tuple(Text(line) for line in found))


@st.composite
def choices(draw: st.DrawFn, kind: str = "single", signs: str = SIGNS) -> Draft:
    """A single, multiple or ordering question."""
    options = draw(_lists(signs, 2 if kind == "single" else 3, 10))
    key = draw(_keys(kind, len(options)))
    fixed = frozenset({len(options) - 1}) if kind != "ordering" and draw(st.booleans()) else ()
    draft = Draft(kind, Text(""), options=options, fixed=frozenset(fixed), key=key)
    return _with_heads(draw, signs, draft)


def _keys(kind: str, count: int) -> st.SearchStrategy[tuple[int, ...]]:
    places = range(count)
    if kind == "single":
        return st.sampled_from(places).map(lambda place: (place,))
    if kind == "ordering":
        return st.permutations(places).map(tuple)
    return st.sets(st.sampled_from(places), min_size=2).map(lambda found: tuple(sorted(found)))


def _heads(signs: str) -> st.SearchStrategy[tuple[Text, Text, Text]]:
    """Stem, explanation, source."""
    maybe = st.one_of(st.just(Text("")), _texts(signs))
    return st.tuples(_texts(signs), maybe, maybe)


@st.composite
def truefalse(draw: st.DrawFn, signs: str = SIGNS) -> Draft:
    return _with_heads(draw, signs, Draft("truefalse", Text(""), key=(draw(st.integers(0, 1)),)))


def _with_heads(draw: st.DrawFn, signs: str, draft: Draft) -> Draft:
    stem, explanation, source = draw(_heads(signs))
    return replace(draft, stem=stem, explanation=explanation, source=source)


@st.composite
def estimates(draw: st.DrawFn, signs: str = SIGNS) -> Draft:
    value = draw(st.integers(-(10**8), 10**8))
    near = draw(st.integers(0, 10**6))
    far = near + draw(st.integers(1, 10**6))
    least = value - draw(st.integers(0, 10**8))
    most = value + draw(st.integers(1, 10**8))
    unit = Text(draw(st.sampled_from(["公里", "万人", "%", "km", "摄氏度"])))
    number = Estimate(value, near, far, least, most, unit)
    return _with_heads(draw, signs, Draft("estimate", Text(""), estimate=number))


@st.composite
def matchings(draw: st.DrawFn, signs: str = SIGNS) -> Draft:
    options = draw(_lists(signs, 2, 10))
    targets = draw(_lists(signs, max(2, len(options)), 12))
    places = st.integers(0, len(targets) - 1)
    key = draw(st.lists(places, min_size=len(options), max_size=len(options)))
    draft = Draft("matching", Text(""), options=options, key=tuple(key), targets=targets)
    return _with_heads(draw, signs, draft)


@st.composite
def short_texts(draw: st.DrawFn, signs: str = SIGNS) -> Draft:
    forms = draw(st.lists(texts(signs), min_size=1, max_size=5, unique=True))
    return _with_heads(draw, signs, Draft("text", Text(""), accepted=tuple(forms)))


@st.composite
def hotspots(draw: st.DrawFn, signs: str = SIGNS, most: int = 10) -> Draft:
    """At most so many areas of a picture "abc"."""
    areas = draw(st.lists(_areas(), min_size=1, max_size=most))
    image = Image("abc", Text(draw(texts(signs))))
    return _with_heads(draw, signs, Draft("hotspot", Text(""), areas=tuple(areas), picture=image))


def _areas() -> st.SearchStrategy[Area]:
    numbers = st.integers(0, 1000)
    counts = {"rect": 4, "circle": 3, "poly": 8}
    return st.sampled_from(sorted(counts)).flatmap(
        lambda shape: st.lists(numbers, min_size=counts[shape], max_size=counts[shape]).map(
            lambda found: Area(shape, tuple(found))
        )
    )


def pictured(draft: Draft) -> Draft:
    """The question with a picture "abc" of its stem and one "def" of its first option."""
    stem, option = Image("abc", Text("一幅图", "A map")), Image("def", Text("红色"))
    more = (None,) * (len(draft.options) - 1)
    return replace(draft, picture=stem, option_pictures=(option, *more) if draft.options else ())


def every_kind(signs: str = SIGNS) -> st.SearchStrategy[Draft]:
    """All kinds but hotspots, which need a picture. Dollar signs that make a broken formula are no
    sound question."""
    drafts = st.one_of(
        *(choices(kind, signs) for kind in ("single", "multiple", "ordering")),
        truefalse(signs),
        estimates(signs),
        matchings(signs),
        short_texts(signs),
    )
    return drafts.filter(lambda draft: not problems(draft))
