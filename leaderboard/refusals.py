"""What the boards say no to: every code, its HTTP status and its words (docs/protocol.md)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, tuple[int, Any]] = {
    "bad_parameter": (400, _("参数有误。")),
    "no_such_round": (404, _("没有这个轮次，或者它没有榜单。")),
    "no_such_contest": (404, _("没有这个大赛，或者它没有榜单。")),
    "no_such_region": (404, _("没有这个地区。")),
    "no_such_board": (404, _("没有这个榜单。")),
    "not_on_board": (404, _("这个榜单上没有这个人。")),
    "no_feed_token": (401, _("缺少有效的推送令牌。")),
    "outside": (403, _("这个令牌不能收听这个地区。")),
    "too_many_lines": (429, _("连接过多，请稍候。")),
    "busy": (503, _("榜单暂时不可用，请稍候。")),
}


class Rejected(Exception):
    """A request for what is not there. `code` is one of REFUSALS; `field` names the parameter;
    `retry_ms` says when to ask again, 0 = asking again is no use."""

    def __init__(self, code: str, *, field: str = "", retry_ms: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.retry_ms = retry_ms

    @property
    def status(self) -> int:
        return REFUSALS[self.code][0]

    def body(self) -> dict[str, str]:
        """The answer in the language of the moment."""
        body = {"code": self.code, "message": str(REFUSALS[self.code][1])}
        return {**body, "field": self.field} if self.field else body
