import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz import names as lists
from quiz.rules.names import LONGEST, Fault, clean, contest_code, graphemes, skeleton

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
FLAG = "\U0001f1e8\U0001f1f3"
WAVE = "\U0001f44b\U0001f3fd"


def check(raw: str) -> tuple[str, Fault | None]:
    return clean(raw, lists.words())


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("木棉小队", "木棉小队"),
        ("  木棉 \u3000 小队 ", "木棉 小队"),
        ("木\u200b棉\u202e", "木棉"),
        ("\u2066admir\u2069al", "admiral"),
        ("e\u0301milie", "émilie"),
        ("买买提·吐尔逊·阿卜杜热合曼·艾力", "买买提·吐尔逊·阿卜杜热合曼·艾力"),
        ("𠮷野\U00030edd\U000323af", "𠮷野\U00030edd\U000323af"),
        (FAMILY + FLAG + WAVE, FAMILY + FLAG + WAVE),
        ("\u200d木\u200d棉", "木棉"),
        ("<script>x()</script>", "<script>x()</script>"),
        ('"><img onerror>', '"><img onerror>'),
        ("{{7*7}} %s", "{{7*7}} %s"),
        ("\ufdfa", "\ufdfa"),
        ("１２３ abc", "１２３ abc"),
        ("Scunthorpe", "Scunthorpe"),
        ("尼玛次仁", "尼玛次仁"),
        ("1", "1"),
        ("12345678901", "12345678901"),
        ("1380013800", "1380013800"),
        ("98765432101234", "98765432101234"),
        ("12000人里的第1000", "12000人里的第1000"),
        ("李强", "李强"),
        ("李强强", "李强强"),
        ("汪洋大海", "汪洋大海"),
        ("韩正义", "韩正义"),
    ],
)
def test_a_name_is_shown_as_it_was_meant(raw: str, shown: str) -> None:
    assert check(raw) == (shown, None)


def test_a_school_may_bear_a_leader_s_name_and_no_number_of_a_person() -> None:
    assert lists.unit("宋庆龄学校") == ("宋庆龄学校", None)
    assert lists.unit("李强") == ("李强", None)
    assert lists.unit("13800138000") == ("", Fault.PERSONAL)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("", Fault.EMPTY),
        (" \u3000 ", Fault.EMPTY),
        ("\u200b\u3164\u2800", Fault.EMPTY),
        ("\ufe0f\u0301", Fault.EMPTY),
        ("木" * (LONGEST + 1), Fault.TOO_LONG),
        (FAMILY * (LONGEST + 1), Fault.TOO_LONG),
        ("x" * 10_000, Fault.TOO_LONG),
        ("z" + "\u0300" * 50, Fault.CHARACTERS),
        ("x\u0323\u0323\u0323", Fault.CHARACTERS),
        ("木\U000e0041棉", Fault.CHARACTERS),
        ("\ue000木", Fault.CHARACTERS),
        ("\u0378木", Fault.CHARACTERS),
        ("木\x00棉", Fault.CHARACTERS),
        ("木\r\n棉", Fault.CHARACTERS),
        ("木\t棉", Fault.CHARACTERS),
        ("木\u2028棉", Fault.CHARACTERS),
        ("\ud800木", Fault.CHARACTERS),
        ("主持人", Fault.RESERVED),
        ("主侍入", Fault.RESERVED),
        ("主\u200b持 人", Fault.RESERVED),
        ("大赛主持人", Fault.RESERVED),
        ("admin", Fault.RESERVED),
        ("ＡＤＭＩＮ", Fault.RESERVED),
        ("аdmіn", Fault.RESERVED),
        ("admin 007", Fault.RESERVED),
        ("a.d.m.i.n", Fault.RESERVED),
        ("宫方", Fault.RESERVED),
        ("13800138000", Fault.PERSONAL),
        ("１３８００１３８０００", Fault.PERSONAL),
        ("①③⑧00138000", Fault.PERSONAL),
        ("一三八〇〇一三八〇〇〇", Fault.PERSONAL),
        ("\u0661\u0663\u0668\u0660\u0660\u0661\u0663\u0668\u0660\u0660\u0660", Fault.PERSONAL),
        ("138-0013-8000", Fault.PERSONAL),
        ("木棉138 0013 8000", Fault.PERSONAL),
        ("+86 19912345678", Fault.PERSONAL),
        ("队1 13800138000", Fault.PERSONAL),
        ("440106199001011234", Fault.PERSONAL),
        ("44010619900101123x", Fault.PERSONAL),
        ("440106 19900101 123X", Fault.PERSONAL),
        ("440106900101123", Fault.PERSONAL),
        ("习近平", Fault.OFFENSIVE),
        ("习 近 平", Fault.OFFENSIVE),
        ("我爱毛泽东", Fault.OFFENSIVE),
        ("Xi Jinping", Fault.OFFENSIVE),
        ("傻\u200b逼", Fault.OFFENSIVE),
        ("狗屎大赛", Fault.OFFENSIVE),
        ("傻·逼", Fault.OFFENSIVE),
        ("f u c k", Fault.OFFENSIVE),
        ("FÜCK you", Fault.OFFENSIVE),
    ],
)
def test_a_name_is_refused_by_the_first_rule_it_breaks(raw: str, fault: Fault) -> None:
    assert check(raw) == ("", fault)


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("木棉", 2), (FAMILY, 1), (FLAG * 2, 2), (WAVE, 1), ("éé", 2)]
)
def test_people_count_what_they_see(text: str, count: int) -> None:
    assert graphemes(text) == count


# By kinds, each with a disguise: parties, sects, terror, slurs, abuse, advertising, alone.
UNFIT = (
    *(
        "共产党",
        "中国共产党万岁",
        "共產黨",
        "共·产·党",
        "国民党",
        "民進黨",
        "党中央",
        "毛主席",
        "习大大",
    ),
    *("中共", "国务院", "習近平", "總書記", "Gongchandang"),
    *(
        "法轮功",
        "法輪功",
        "法轮大法好",
        "法·轮·功",
        "Falun Gong",
        "FALUNGONG",
        "全能神教",
        "东方闪电",
    ),
    *("法轮", "李洪志", "门徒会"),
    *("台独", "藏 独", "香港独立", "台独分子", "六四事件", "8964", "希特勒", "納粹", "伊斯兰国"),
    *("支那", "支那猪", "小日本", "黑鬼", "死全家", "狗杂种", "杂种", "畜生", "沙比", "婊子"),
    *("加微信xyz123", "加V信", "加QQ 12345", "代考", "网贷", "六合彩", "代开发票", "刷单", "套現"),
)
# Each holds something that is unfit when it stands alone or in another word.
INNOCENT = (
    *("平台独立开发", "舞台独白", "收藏独家", "香港独行侠", "珠港独秀", "其中共有三人", "风中共舞"),
    *(
        "水土共生",
        "国共同进步",
        "六四班小明",
        "印度支那虎",
        "一支那么长",
        "学习主席台",
        "学习大大提高",
    ),
    *("法轮寺旁", "共产主义接班人", "共青团员", "少先队员", "爱国者", "五星红旗"),
    *("杂种优势", "家畜生产", "古代考古", "时代练习生", "时代刷题王", "印刷单位", "长沙比赛队"),
    *(
        "伏天热狗日记",
        "增加群众",
        "福利彩票站的猫",
        "臺灣獨角獸",
        "台灣黑熊",
        "玉米棒子",
        "变态发育",
    ),
    *("垃圾分类员", "长江主席台", "红色情怀", "弹性交通", "东突围栏", "全能神射手"),
)


@pytest.mark.parametrize("raw", UNFIT)
def test_what_is_unfit_for_a_public_screen_is_refused(raw: str) -> None:
    assert check(raw) == ("", Fault.OFFENSIVE)


@pytest.mark.parametrize("raw", INNOCENT)
def test_an_innocent_name_may_hold_a_part_of_it(raw: str) -> None:
    assert check(raw) == (raw, None)


@pytest.mark.parametrize(
    "raw",
    [
        *("中共广州市委党校", "中国共产党历史展览馆", "国务院参事室", "广州市反邪教协会"),
        *("家畜生产系", "杂种优势研究所", "古代考古研究室", "出入境办证大厅", "福利彩票中心"),
        *("长沙比亚迪", "某某银行网贷部"),
    ],
)
def test_a_school_or_a_department_may_bear_what_it_is_called(raw: str) -> None:
    assert lists.unit(raw) == (raw, None)


@pytest.mark.parametrize("raw", ["法輪功学校", "台独", "支那猪公司"])
def test_no_unit_is_called_what_no_name_may_hold(raw: str) -> None:
    assert lists.unit(raw) == ("", Fault.OFFENSIVE)


@given(st.text(max_size=60))
def test_a_clean_name_is_clean_already(raw: str) -> None:
    name, fault = check(raw)
    assert (not name) == (fault is not None)
    assert check(name) == (name, None) or fault


@given(st.text(max_size=60))
def test_no_name_holds_a_line_break_or_turns_the_line(raw: str) -> None:
    name, _ = check(raw)
    assert not set(name) & set("\x00\n\r\t\u200b\u200e\u200f\u202a\u202e\u2066\u2069")
    assert graphemes(name) <= LONGEST


@given(st.text(max_size=40))
def test_a_skeleton_has_no_skeleton_of_its_own(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("GD2026", ("GD2026",)),
        ("gd 20-26", ("GD2026",)),
        ("１２３４５６", ("123456",)),
        ("12O4I6", ("12O4I6", "120416")),
        ("", ()),
        ("参赛码", ()),
        ("x" * 61, ()),
        ("1234567890123", ()),
        ("12\x003", ()),
    ],
)
def test_a_contest_code_may_be_typed_in_many_ways(typed: str, meant: tuple[str, ...]) -> None:
    assert contest_code(typed) == meant
