"""What each error code of the boards' socket says to a person, in the person's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from quiz.messages import MESSAGES as QUIZ

MESSAGES: dict[str, Promise] = {
    **{code: QUIZ[code] for code in ("malformed", "unknown_type", "slow_down")},
    "no_such_board": _("没有这个榜单。"),
    "too_many_boards": _("一次最多关注 12 个榜单。"),
    "busy": _("榜单暂时不可用，请稍候。"),
}


def text(code: str, lang: str) -> str:
    """The sentence for `code` in `lang` (zh-hans, zh-hant or en)."""
    with override(lang):
        return str(MESSAGES[code])
