import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.rules.masks import masked


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        *(("张三", "张*"), ("张三丰", "张*丰"), ("张三李四", "张**四"), ("欧阳修", "欧阳*")),
        *(("欧阳若雪", "欧阳*雪"), ("𫟦三", "𫟦三"), ("王𬱖", "王*"), ("李𬱖明", "李*明")),
        *(
            ("买买提·艾力", "买**力"),
            ("13812345678", "138****78"),
            ("小美13812345678", "小美138****78"),
        ),
    ],
)
def test_what_looks_like_a_real_name_or_a_number_is_hidden(name: str, shown: str) -> None:
    assert masked(name) == shown


@pytest.mark.parametrize(
    "name", ["", "匿名", "小美", "科学小达人", "🦊🦊", "Ann", "123456", "张", "张三李四王", "选手7"]
)
def test_a_nickname_stays_as_it_is(name: str) -> None:
    assert masked(name) == name


@given(st.text(max_size=20))
def test_hiding_twice_changes_nothing_more(name: str) -> None:
    assert masked(masked(name)) == masked(name)


@given(st.text(alphabet="张欧阳三丰美", min_size=2, max_size=4))
def test_a_hidden_name_is_as_long_as_the_real_one(name: str) -> None:
    assert len(masked(name)) == len(name)
