"""Nicknames as people of Guangdong might choose them; made from parts, so none is somebody's."""

from random import Random

SURNAMES = "陈李张黄何林梁吴刘王罗郑叶谢杨邓曾许冯苏蔡卢谭江钟潘彭曹温余"
CALLED = ("阿{}", "小{}", "老{}", "{}同学", "{}仔", "{}姨", "{}叔", "{}伯", "{}家小妹")
PLACES = ("岭南", "珠江边", "西关", "东山", "潮汕", "客家", "雷州", "丹霞", "鼎湖", "南澳", "北江")
THINGS = (
    *("荔枝", "龙眼", "木棉", "榕树", "凤凰花", "簕杜鹃", "紫荆", "芒果"),
    *("杨桃", "菠萝蜜", "白兰", "水仙", "白鹭", "画眉", "穿山甲", "海龟"),
    *("中华白海豚", "蓝鲸", "麻雀", "蜻蜓", "螃蟹", "石斑鱼", "肠粉", "云吞面"),
    *("双皮奶", "凉茶", "老火汤", "陈皮", "叉烧包", "虾饺", "量子", "光子"),
    *("彗星", "北斗", "望远镜", "显微镜", "试管", "齿轮", "芯片", "电池"),
    *("台风眼", "积雨云", "潮汐", "化石", "磁铁", "陀螺"),
)
FANS = ("爱好者", "的朋友", "守护人", "观察员", "小专家", "探险家", "收藏家", "追梦人")
DOING = ("爱看", "喜欢", "想吃", "正在找", "遇见", "画了一只", "数着", "梦见")


def nickname(rng: Random) -> str:
    """A nickname of 2 to 12 characters."""
    style = rng.randrange(5)
    surname, thing = rng.choice(SURNAMES), rng.choice(THINGS)
    called = rng.choice(CALLED).format(surname)
    if style == 0:
        return called + (str(rng.randrange(10, 100)) if rng.random() < 0.5 else "")
    if style == 1:
        return thing + rng.choice(FANS)
    if style == 2:
        return rng.choice(PLACES) + called
    if style == 3:
        return called + rng.choice(DOING) + thing
    return rng.choice(PLACES) + "的" + thing
