"""Names as strangers may read them where a contest hides names: 张三丰 becomes 张*丰.

Source: contest regulations, section 7.7. Only what looks like somebody's real name or number is
hidden; a nickname stays as it is.
"""

import re
from typing import Final

STAR: Final = "*"
# The hundred most frequent surnames of the mainland, and those that are frequent in Guangdong.
SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱"
    "严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁"
    "尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤"
    "阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师"
    "和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢"
    "劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相"
)
DOUBLE: Final = frozenset(
    {"欧阳", "上官", "司徒", "司马", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "令狐", "慕容", "端木"}
)
_HAN = "[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]"
_NAME = re.compile(f"{_HAN}{{2,4}}")
_DOTTED = re.compile(f"({_HAN})[{_HAN[1:-1]}]*([·•]{_HAN}+)+")
_DIGITS = re.compile(r"\d{7,}")


def masked(name: str) -> str:
    """The name with its middle hidden when it looks like a real one, and with the middle of long
    numbers hidden; any other name unchanged.

    A surname and, of names of three characters or more, the last one stay. Hiding twice changes
    nothing more.
    """
    if _NAME.fullmatch(name) and (name[:2] in DOUBLE or name[0] in SURNAMES):
        return _hidden(name, 2 if name[:2] in DOUBLE and len(name) > 2 else 1)
    if _DOTTED.fullmatch(name):
        return name[0] + STAR * 2 + name[-1]
    return _DIGITS.sub(lambda run: run[0][:3] + STAR * 4 + run[0][-2:], name)


def _hidden(name: str, surname: int) -> str:
    given = name[surname:]
    last = given[-1] if len(given) > 1 else ""
    return name[:surname] + STAR * (len(given) - len(last)) + last
