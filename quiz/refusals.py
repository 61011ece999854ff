"""What the front door says no to: every code, its HTTP status and its words (docs/protocol.md)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from quiz.names import MESSAGES

REFUSALS: dict[str, tuple[int, Any]] = {
    "malformed": (400, _("请求内容无法识别。")),
    "bad_field": (400, _("这一项填写有误。")),
    "too_large": (413, _("请求内容太大。")),
    "wrong_type": (415, _("只接受 JSON 格式的内容。")),
    "not_acceptable": (406, _("没有您要的格式。")),
    "not_allowed": (405, _("不支持这种操作。")),
    "not_found": (404, _("没有找到。")),
    "no_such_contest": (404, _("没有这个参赛码，请核对后再输入。")),
    "no_such_round": (404, _("没有这个轮次。")),
    "no_such_attempt": (404, _("没有找到这份答卷。")),
    "no_such_sitting": (404, _("没有这个场次，请核对入场码。")),
    "no_such_result": (404, _("没有这份成绩，或已不能查到自己的编号。")),
    "bad_region": (400, _("请选择所在的市和县（市、区、镇街）。")),
    "bad_cohort": (400, _("请选择列出的人群。")),
    "guardian_needed": (400, _("未满 14 周岁，需要监护人同意后参加。")),
    "moved_already": (409, _("地区或人群在一次大赛中只能更改一次，您已更改过。")),
    "no_token": (401, _("请先加入大赛。")),
    "moved": (401, _("已换到另一部手机。")),
    "bad_ticket": (403, _("这个链接已用过或已过期，请在原来的手机上重新生成。")),
    "not_yet": (403, _("现在还不能查看解析。")),
    "empty": (400, _("请先写下申诉内容。")),
    "not_annulled": (409, _("这份答卷没有作废，无须申诉。")),
    "appealed": (409, _("已有一件申诉在处理，请等候答复。")),
    "slow_down": (429, _("操作太频繁，请稍后再试。")),
    "unavailable": (503, _("服务暂时不可用，请稍候。")),
    "server_error": (500, _("服务器出错了，请稍后再试。")),
    **{fault.value: (400, message) for fault, message in MESSAGES.items()},
}


class Refused(Exception):
    """A request that changes nothing. `code` is one of REFUSALS; `field` names what to mend.

    `detail` joins the answer as it is (a list of what may be chosen, a time to wait in ms; a
    `message` of its own, where the code's says less than is known).
    """

    def __init__(self, code: str, field: str = "", **detail: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.detail = detail

    @property
    def status(self) -> int:
        return REFUSALS[self.code][0]

    def body(self) -> dict[str, object]:
        """The answer in the language of the moment."""
        body: dict[str, object] = {"code": self.code, "message": str(REFUSALS[self.code][1])}
        if self.field:
            body["field"] = self.field
        return body | self.detail
