"""What each error code says to a person, in the person's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

HALL: dict[str, Promise] = {
    "not_entered": _("请先说明您是谁、要进哪一场。"),
    "not_yours": _("这个连接不能发送这种消息。"),
    "no_such_sitting": _("没有这个场次，请核对入场码。"),
    "other_contest": _("您参加的是另一项大赛，请重新加入。"),
    "over": _("这一场已经结束。"),
    "door_shut": _("这一场已不再接受新选手。"),
    "no_team": _("没有这支队伍。"),
    "name_taken": _("这个名字已有人用，请换一个。"),
    "signed_out": _("请先登录。"),
    "forbidden": _("没有主持这一场的权限。"),
    "closed": _("这一题已经截止。"),
    "paused": _("计时已暂停，请稍候。"),
    "removed": _("主持人已请您离场。"),
    "out": _("您已出局，可继续观看。"),
    "watching": _("您是中途入场，本场只观看、不计分。"),
    "audience_only": _("这一题只供场外观众作答。"),
    "stale": _("场次已有变化，请看清后再操作。"),
    "confirm": _("这一步无法撤销，请先确认。"),
    "wrong_state": _("现在不能这样做。"),
    "unknown_command": _("没有这个命令。"),
    "bad_command": _("命令的内容不对。"),
    "nothing_to_undo": _("没有可以撤销的操作。"),
    "no_more_questions": _("已经没有下一题。"),
    "time_is_up": _("这一题的时间已到。"),
    "no_limit": _("这一题没有时限。"),
    "not_paused": _("计时没有暂停。"),
    "already_so": _("已经是这样了。"),
    "not_frozen": _("榜单没有封存。"),
    "no_such_entrant": _("场内没有这位选手。"),
    "not_live": _("这个轮次不是现场赛。"),
    "no_code_left": _("暂时分不到入场码，请稍后再试。"),
    "no_rehearsal": _("这一场不是彩排。"),
    "in_hall": _("这一轮在现场进行，请用入场码进场。"),
    "name_empty": _("请填写看得见的文字。"),
    "name_too_long": _("太长了，请缩短一些。"),
    "name_characters": _("含有不能使用的字符，请换一个。"),
    "name_reserved": _("这个名字留给工作人员使用，请换一个。"),
    "name_offensive": _("这个名字不适合公开展示，请换一个。"),
    "name_personal": _("名字会公开，请不要用手机号和身份证号。"),
}

MESSAGES: dict[str, Promise] = {
    "malformed": _("无法识别的消息。"),
    "unknown_type": _("未知的消息类型。"),
    "not_joined": _("请先发送 hello。"),
    "no_token": _("登录信息已失效，请重新加入。"),
    "moved": _("已换到另一部手机。"),
    "no_such_round": _("没有这个轮次。"),
    "not_prepared": _("本轮次尚未准备好。"),
    "not_open": _("本轮次尚未开始。"),
    "round_closed": _("本轮次已经结束。"),
    "not_eligible": _("本轮次不面向您所选的人群。"),
    "no_tries": _("答题次数已用完。"),
    "no_such_try": _("没有这个序号的答题，请刷新页面。"),
    "no_attempt": _("没有正在作答的答卷。"),
    "no_such_slot": _("没有这一题。"),
    "not_shown": _("这一题还没有显示。"),
    "bad_choice": _("所选项不属于这一题。"),
    "busy": _("服务器繁忙，请稍候，答案会自动重发。"),
    "storage_full": _("存储空间不足，答案尚未保存，稍后会自动重发。"),
    "unstorable": _("这条答案无法保存。"),
    "slow_down": _("发送太快，请稍候。"),
    "unavailable": _("服务暂时不可用，请稍候。"),
    **HALL,
}


def text(code: str, lang: str) -> str:
    """The sentence for `code` in `lang` (zh-hans, zh-hant or en)."""
    with override(lang):
        return str(MESSAGES[code])
