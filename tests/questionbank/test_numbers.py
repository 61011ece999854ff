"""Large numbers on the workbench have their thousands apart, in one text with its plural, too."""

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation

TEXT = (
    "{% load i18n numbers %}{{ n|grouped }} {% blocktranslate count n=n|grouped %}"
    "{{ n }} 道启用的题{% plural %}{{ n }} 道启用的题{% endblocktranslate %}"
)


@pytest.mark.parametrize(
    ("number", "language", "words"),
    [
        (0, "zh-hans", "0 0 道启用的题"),
        (999, "zh-hans", "999 999 道启用的题"),
        (12_345, "zh-hans", "12,345 12,345 道启用的题"),
        (1, "en", "1 1 live question"),
        (1_234_567, "en", "1,234,567 1,234,567 live questions"),
    ],
)
def test_thousands_stand_apart(number: int, language: str, words: str) -> None:
    with translation.override(language):
        assert engines["django"].from_string(TEXT).render({"n": number}) == words


def test_both_parts_of_what_was_imported_have_their_thousands_apart() -> None:
    batch, counts = {"state": "stored"}, {"changed": 1_100}
    told = {"batch": batch, "taken": 3_400, "added": 2_300, "counts": counts}
    page = render_to_string("editor/parts/import_done.html", told)
    assert "<b>3,400</b> 题：新增 2,300，修改 1,100" in page


def test_a_queue_is_told_with_its_thousands_apart() -> None:
    page = render_to_string("editor/parts/review_card.html", {"waiting": 1_200})
    assert "<b>1,200</b> 题待您审" in page
