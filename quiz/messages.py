"""What each error code says to a person, in the person's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

MESSAGES: dict[str, Promise] = {
    "malformed": _("无法识别的消息。"),
    "unknown_type": _("未知的消息类型。"),
    "not_joined": _("请先发送 hello。"),
    "no_token": _("登录信息已失效，请重新加入。"),
    "no_such_round": _("没有这个轮次。"),
    "not_prepared": _("本轮次尚未准备好。"),
    "not_open": _("本轮次尚未开始。"),
    "round_closed": _("本轮次已经结束。"),
    "not_eligible": _("本轮次不面向您所选的人群。"),
    "no_tries": _("答题次数已用完。"),
    "no_attempt": _("没有正在作答的答卷。"),
    "no_such_slot": _("答卷中没有这一题。"),
    "not_shown": _("这一题还没有显示。"),
    "bad_choice": _("所选项不属于这一题。"),
    "busy": _("服务器繁忙，请稍候，答案会自动重发。"),
    "storage_full": _("存储空间不足，答案尚未保存，稍后会自动重发。"),
    "unstorable": _("这条答案无法保存。"),
    "slow_down": _("发送太快，请稍候。"),
    "unavailable": _("服务暂时不可用，请稍候。"),
}


def text(code: str, lang: str) -> str:
    """The sentence for `code` in `lang` (zh-hans, zh-hant or en)."""
    with override(lang):
        return str(MESSAGES[code])
