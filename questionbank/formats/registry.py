"""Every format that questions come and go in, each read and written where it cannot do harm."""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from questionbank.formats import child
from questionbank.formats.found import MOST_BYTES, Found, Options, Written, error
from questionbank.formats.sniff import sniff
from questionbank.formats.zips import is_zip

# Below this a text is read at once; above it in a process of its own, so that answers do not wait.
SMALL = 64 * 1024
_PACKAGE = "questionbank.formats"


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `reader` and `writer` are modules; they are imported when they are needed.

    `apart` = always read in a process of its own. `prints` = written for people: every question is,
    even one that would not read back as it was. `pictures` = a writer wants their bytes. `loses` =
    what of a question that is written is not in the file.
    """

    name: str
    label: str | Promise
    extensions: tuple[str, ...]
    reader: str = ""
    writer: str = ""
    writes: str = "write"
    media: str = "text/plain; charset=utf-8"
    apart: bool = False
    prints: bool = False
    pictures: bool = False
    loses: str | Promise = ""
    reads: str = ""

    @property
    def read_as(self) -> str | Promise:
        """Its name for a file that was read: one reader may know several versions."""
        return self.reads or self.label

    @property
    def extension(self) -> str:
        return self.extensions[0]


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ZIP = "application/zip"
_ALL = (
    Format(
        "sheet",
        _("Excel 表格"),
        ("xlsx", "xls", "ods"),
        "sheet",
        "sheet.writer",
        media=_XLSX,
        apart=True,
        pictures=True,
    ),
    Format("csv", _("CSV 表格"), ("csv", "tsv"), "csvs", "csvs", media="text/csv; charset=utf-8"),
    Format(
        "docx",
        _("Word 文档"),
        ("docx",),
        "docx",
        "docx",
        media=_DOCX,
        apart=True,
        prints=True,
        pictures=True,
    ),
    Format("pasted", _("纯文本"), ("txt",), "pasted", "pasted", prints=True),
    Format(
        "textzip",
        _("纯文本和图片"),
        ("zip",),
        "textzip",
        "textzip",
        media=_ZIP,
        apart=True,
        pictures=True,
        loses=_("英文"),
    ),
    Format(
        "jsonl",
        _("JSONL（完整）"),
        ("jsonl",),
        "jsonl",
        "jsonl",
        media="application/jsonl",
        pictures=True,
    ),
    Format(
        "moodle",
        "Moodle XML",
        ("xml",),
        "moodle",
        "moodle",
        media="text/xml",
        apart=True,
        pictures=True,
    ),
    Format(
        "qti",
        "QTI 2.1",
        ("zip", "xml", "dat"),
        "qti",
        "qti",
        media=_ZIP,
        apart=True,
        pictures=True,
        reads="QTI 1.2–3.0",
    ),
    Format("qti3", "QTI 3.0", ("zip",), "", "qti", "write_3", media=_ZIP, pictures=True),
    Format("qti12", "QTI 1.2", ("xml",), "", "qti.qti12_write", media="text/xml", pictures=True),
    Format("gift", "GIFT", ("gift", "txt"), "gift", "gift", loses=_("配对题右列的英文")),
    Format("aiken", "Aiken", ("txt",), "aiken", "aiken", loses=_("英文、解析、来源和标签")),
)


def _is_there(module: str) -> bool:
    return bool(module) and find_spec(f"{_PACKAGE}.{module}") is not None


def readers() -> list[Format]:
    """The formats that can be read, as a list to choose from."""
    return [one for one in _ALL if _is_there(one.reader)]


def writers() -> list[Format]:
    """The formats that can be written."""
    return [one for one in _ALL if _is_there(one.writer)]


def named(name: str) -> Format | None:
    return next((one for one in _ALL if one.name == name), None)


def read(data: bytes, options: Options, name: str = "") -> tuple[str, Found]:
    """What is in a file, and in which format; `name` forces one. Never raises for bad input.

    May wait for a process of its own, up to a minute.
    """
    if len(data) > MOST_BYTES:
        return name, Found((), (error("too_large", detail=f"> {MOST_BYTES >> 20} MB"),))
    if not data.strip():
        return name or _by_extension(options.name), Found((), (error("file_empty"),))
    found = named(name) or named(sniff(data, options.name))
    if found is None or not _is_there(found.reader):
        return name, Found((), (error("not_this_format", detail=str(found and found.label)),))
    module = f"{_PACKAGE}.{found.reader}"
    if found.apart or is_zip(data) or len(data) > SMALL:
        return found.name, child.run(module, data, options)
    reader: Callable[[bytes, Options], Found] = importlib.import_module(module).read
    return found.name, reader(data, options)


def _by_extension(name: str) -> str:
    """The format whose files end like that; text, if none does."""
    extension = name.lower().rpartition(".")[2]
    return next((one.name for one in readers() if extension in one.extensions), "pasted")


def write(name: str, questions: Sequence[Written], options: Options) -> bytes:
    """The questions in that format. Raises KeyError for a format that cannot be written."""
    found, module = _writer(name)
    data: bytes = getattr(module, found.writes)(questions, options)
    return data


def cannot(name: str, question: Written) -> str:
    """Why this question cannot be written in that format; "" when it can. Raises KeyError."""
    _found, module = _writer(name)
    why: str = module.cannot(question)
    return why


def _writer(name: str) -> tuple[Format, Any]:
    found = next((one for one in writers() if one.name == name), None)
    if found is None:
        raise KeyError(name)
    return found, importlib.import_module(f"{_PACKAGE}.{found.writer}")
