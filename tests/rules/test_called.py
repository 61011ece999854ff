import pytest

from quiz.rules.called import Names, called, nearest_first

WHOLE = Names("韶关市", "韶關市", "Shaoguan")


@pytest.mark.parametrize(
    ("lang", "name"), [("zh-hans", "韶关市"), ("zh-hant", "韶關市"), ("en", "Shaoguan")]
)
def test_a_place_is_called_by_the_language_of_the_page(lang: str, name: str) -> None:
    assert called(WHOLE, lang) == name


@pytest.mark.parametrize("lang", ["zh-hans", "zh-hant", "en"])
def test_what_has_no_name_in_it_is_called_in_chinese(lang: str) -> None:
    assert called(Names("韶关市"), lang) == "韶关市"


@pytest.mark.parametrize(
    ("chain", "said"),
    [
        ((), ""),
        (("Qingyuan",), "Qingyuan"),
        (("Yingde City",), "Yingde"),
        (("Qingyuan", "Yingde City"), "Yingde, Qingyuan"),
        (("Qingyuan", "无名镇"), "无名镇, Qingyuan"),
    ],
)
def test_the_nearest_is_said_first(chain: tuple[str, ...], said: str) -> None:
    assert nearest_first(chain) == said
