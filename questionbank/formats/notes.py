"""The words of every note a reader can make, by its code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

WORDS: dict[str, str | Promise] = {
    "encoding": gettext_lazy("按此编码读取"),
    "not_text": gettext_lazy("不是文本文件"),
    "too_large": gettext_lazy("文件太大"),
    "too_many": gettext_lazy("题目太多，请分成几个文件"),
    "reader_busy": gettext_lazy("正在读取别的文件，请稍后再试"),
    "reader_failed": gettext_lazy("读取程序出错，已记入日志"),
    "too_heavy": gettext_lazy("读取这个文件所需的内存或时间超出限度"),
    "zip_broken": gettext_lazy("压缩包已损坏"),
    "zip_path": gettext_lazy("压缩包内有不安全的路径"),
    "zip_too_large": gettext_lazy("压缩包展开后太大"),
    "encrypted": gettext_lazy("文件有密码保护，请先去掉密码"),
    "nothing_found": gettext_lazy("没有找到任何题目"),
    "kind_not_supported": gettext_lazy("暂不支持这种题型"),
}
