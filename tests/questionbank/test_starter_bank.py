"""The starter bank holds what it promises: enough of everything, fair keys, texts that teach."""

import io
import re
from collections import Counter
from itertools import chain

import pytest
from PIL import Image as Canvas
from PIL import ImageChops, ImageStat

from questionbank import drawings
from questionbank.loading import DATA, Loaded, read_taxonomy
from questionbank.models import Facet
from questionbank.rules.question import Draft, Image, Text
from questionbank.rules.spots import inside
from questionbank.webp import plain_size
from tests.questionbank import starter

BANK, FAULTS = starter.read()
LETTERS = re.compile(r"(选项|答案|选)\s*[A-F]\b|[Oo]ption [A-F]\b|第[一二三四]个选项")


def of_kind(kind: str) -> list[Loaded]:
    return [entry for entry in BANK if entry.draft.kind == kind]


def tagged(facet: str) -> Counter[str]:
    return Counter(code for entry in BANK for name, code in entry.tags if name == facet)


def right_is_longest(draft: Draft) -> bool:
    lengths = [len(option.zh) for option in draft.options]
    right = lengths.pop(draft.key[0])
    return right > max(lengths)


def test_no_file_has_a_fault() -> None:
    assert [str(fault) for fault in FAULTS] == []


def test_there_are_at_least_312_questions_each_named_once() -> None:
    assert len(BANK) >= 312
    for values in (
        [e.ref for e in BANK],
        [e.digest for e in BANK],
        [e.draft.stem.zh for e in BANK],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []


@pytest.mark.parametrize("benchmark", [f"B{number}" for number in range(1, 27)])
def test_each_benchmark_has_at_least_10(benchmark: str) -> None:
    assert tagged("benchmark")[benchmark] >= 10


@pytest.mark.parametrize("topic", [f"T{number}" for number in range(1, 11)])
def test_each_topic_has_at_least_20(topic: str) -> None:
    codes = [code.partition(".")[0] for code in tagged("topic").elements()]
    assert codes.count(topic) >= 20


def test_all_types_are_there() -> None:
    assert len(of_kind("single")) >= 0.6 * len(BANK)
    assert len(of_kind("truefalse")) >= 40
    assert len(of_kind("multiple")) >= 40
    assert len(of_kind("estimate")) >= 15
    assert len(of_kind("ordering")) >= 15
    for kind in ("matching", "text", "hotspot"):
        assert len(of_kind(kind)) >= 8


def test_all_difficulties_dimensions_and_audiences_are_there() -> None:
    for facet, least in (("difficulty", 15), ("dimension", 40), ("audience", 20)):
        tags = getattr(read_taxonomy(DATA / "taxonomy.yaml"), facet)
        assert {
            tag.code: tagged(facet)[tag.code] for tag in tags if tagged(facet)[tag.code] < least
        } == {}


def test_every_tag_exists() -> None:
    taxonomy = read_taxonomy(DATA / "taxonomy.yaml")
    for facet in Facet:
        known = {t.code for row in getattr(taxonomy, facet) for t in (row, *row.children)}
        assert set(tagged(facet)) <= known


@pytest.mark.parametrize("entry", BANK, ids=lambda entry: entry.ref)
def test_every_question_teaches_in_both_languages_and_names_its_source(entry: Loaded) -> None:
    draft = entry.draft
    texts: list[Text] = [draft.stem, draft.explanation, draft.source, entry.author, *draft.options]
    texts += draft.targets
    assert not any('"' in said for text in texts for said in (text.zh, text.en)), "“these”, please"
    assert all(text.zh and text.en for text in texts)
    assert len(draft.explanation.zh) >= 45
    assert len(draft.source.zh) >= 4
    assert "http" not in draft.source.zh
    assert not LETTERS.search(f"{draft.explanation.zh} {draft.explanation.en}"), (
        "options are shuffled for everyone, so an explanation cannot name their letters"
    )
    assert entry.licence == "CC-BY-4.0"


def test_the_right_option_is_not_the_longest_more_often_than_chance() -> None:
    singles = [entry.draft for entry in of_kind("single")]
    chance = sum(1 / len(draft.options) for draft in singles)
    assert sum(map(right_is_longest, singles)) <= chance


def test_options_of_a_question_are_alike_in_length() -> None:
    uneven = []
    for entry in of_kind("single"):
        lengths = [len(option.zh) for option in entry.draft.options]
        right = lengths.pop(entry.draft.key[0])
        mean = sum(lengths) / len(lengths)
        if max(right, *lengths) >= 8 and not mean / 1.75 <= right <= mean * 1.75:
            uneven.append(entry.ref)
    assert len(uneven) <= 0.05 * len(of_kind("single")), uneven


def test_no_place_is_right_much_more_often_than_another() -> None:
    singles = [entry.draft for entry in of_kind("single") if len(entry.draft.options) == 4]
    counts = Counter(draft.key[0] for draft in singles)
    assert all(0.2 <= counts[place] / len(singles) <= 0.3 for place in range(4)), counts


def test_every_place_and_several_numbers_are_right_in_multiple_choice() -> None:
    multiples = [entry.draft for entry in of_kind("multiple")]
    right = Counter(place for draft in multiples for place in draft.key)
    there = Counter(place for draft in multiples for place in range(len(draft.options)))
    assert all(0.4 <= right[place] / there[place] <= 0.85 for place in range(4)), right
    assert {2, 3, 4} <= {len(draft.key) for draft in multiples}
    whole = sum(len(draft.key) == len(draft.options) for draft in multiples)
    assert whole <= 0.25 * len(multiples)


def test_statements_are_as_often_true_as_false() -> None:
    true = sum(entry.draft.key == (0,) for entry in of_kind("truefalse"))
    assert 0.4 <= true / len(of_kind("truefalse")) <= 0.6


def test_the_value_of_an_estimate_is_not_in_the_middle_of_its_slider() -> None:
    middles = []
    for entry in of_kind("estimate"):
        number = entry.draft.estimate
        assert number is not None
        width = number.most - number.least
        if abs(2 * number.value - number.most - number.least) * 20 < width:
            middles.append(entry.ref)
    assert len(middles) <= 0.2 * len(of_kind("estimate")), middles


def images_of(draft: Draft) -> list[Image]:
    return [image for image in (draft.picture, *draft.option_pictures) if image]


def test_pictures_and_formulas_are_there_and_pictures_are_said_in_words() -> None:
    shown = [images_of(entry.draft) for entry in BANK if entry.draft.kind != "hotspot"]
    assert sum(map(bool, shown)) >= 8
    assert sum("$" in entry.draft.stem.zh for entry in BANK) >= 6
    for image in chain.from_iterable(images_of(entry.draft) for entry in BANK):
        assert image.alt.zh
        assert image.alt.en


def test_every_picture_is_used_and_all_are_small() -> None:
    files = {path.read_bytes() for path in (DATA / "questions/pictures").iterdir()}
    assert files == {data for entry in BANK for data in entry.pictures.values()}
    assert sum(map(len, files)) <= 300_000
    assert all(max(plain_size(data)) <= 960 for data in files)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["wave-slow", "socket"])
def test_a_picture_is_what_we_draw(name: str) -> None:
    shown = (DATA / f"questions/pictures/{name}.webp").read_bytes()
    one, other = (Canvas.open(io.BytesIO(data)) for data in (shown, drawings.drawn(name)))
    assert one.size == other.size
    far = ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean
    assert max(far) < 2, "run manage.py draw_pictures, or keep the old way of drawing it"


def test_the_drawn_pictures_are_the_shipped_ones() -> None:
    shipped = {path.stem for path in (DATA / "questions/pictures").iterdir()}
    assert shipped == drawings.PICTURES.keys()


@pytest.mark.parametrize("entry", of_kind("hotspot"), ids=lambda entry: entry.ref)
def test_a_right_area_can_be_tapped_but_not_guessed(entry: Loaded) -> None:
    places = [(x, y) for x in range(5, 1000, 10) for y in range(5, 1000, 10)]
    assert entry.draft.picture is not None
    width, height = plain_size(entry.pictures[entry.draft.picture.digest])
    right = sum(
        any(inside(area, x, y, width=width, height=height) for area in entry.draft.areas)
        for x, y in places
    )
    assert 0.005 <= right / len(places) <= 0.2


def test_a_matching_is_not_in_order_for_whoever_guesses_the_last_pair() -> None:
    spare = [len(e.draft.targets) > len(e.draft.options) for e in of_kind("matching")]
    assert sum(spare) >= 0.75 * len(spare)


def test_everyday_science_of_guangdong_has_its_place() -> None:
    texts = [entry.draft.stem.zh + entry.draft.explanation.zh for entry in BANK]
    for word in ("台风", "荔枝", "蚊", "珠江", "红树林", "港珠澳", "广东"):
        assert any(word in text for text in texts), word
