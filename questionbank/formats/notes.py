"""The words of every note a reader can make, by its code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

WORDS: dict[str, str | Promise] = {
    "encoding": gettext_lazy("按此编码读取"),
    "not_text": gettext_lazy("不是文本文件"),
    "too_large": gettext_lazy("文件太大"),
    "too_many": gettext_lazy("题目太多，请分成几个文件"),
    "nothing_found": gettext_lazy("没有找到任何题目"),
}
