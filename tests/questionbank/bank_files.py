"""Small bank files for tests: one sound question of each type, and a way to change one field."""

import io
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import User
from django.core.management import call_command

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def both(zh: str, en: str = "text") -> dict[str, str]:
    return {"zh": zh, "en": f"{en} {zh}"}


def question(number: int = 1, kind: str = "single", **changes: Any) -> dict[str, Any]:
    """A sound question of a type; fields given by name replace its own."""
    options = [both(f"选项{number}{letter}") for letter in "甲乙丙丁"]
    keys = {
        "single": "B",
        "multiple": ["A", "C"],
        "truefalse": True,
        "estimate": {
            "value": 55,
            "near": 2,
            "far": 25,
            "min": 10,
            "max": 150,
            "unit": both("公里"),
        },
    }
    row = {
        "id": f"t4-{number:03}",
        "type": kind,
        "topic": "T4.2",
        "dimension": "knowledge",
        "benchmarks": [14],
        "audiences": ["general", "elders"],
        "difficulty": 2,
        "stem": both(f"第{number}题的题干"),
        "options": options,
        "key": keys.get(kind),
        "explanation": both("解析"),
        "source": both("来源"),
    }
    if kind in ("truefalse", "estimate"):
        del row["options"]
    if kind in ("ordering", "matching", "hotspot", "text"):
        del row["key"]
    row |= _more(kind)
    if kind in ("hotspot", "text"):
        del row["options"]
    return {name: value for name, value in (row | changes).items() if value is not ...}


def _more(kind: str) -> dict[str, Any]:
    """The fields that only this type has."""
    match kind:
        case "matching":
            return {"targets": [both(f"对象{letter}") for letter in "甲乙丙丁戊"]}
        case "hotspot":
            areas = [["rect", 100, 200, 300, 400], ["circle", 500, 500, 50]]
            return {"areas": areas, "picture": {"digest": "0" * 64, **both("图上有什么")}}
        case "text":
            return {"accepted": ["光合作用", "photosynthesis"]}
    return {}


def one_of_each() -> list[dict[str, Any]]:
    kinds = ("single", "multiple", "truefalse", "estimate", "ordering")
    return [question(number, kind) for number, kind in enumerate(kinds, start=1)]


def write(folder: Path, *questions: Any, name: str = "t04.yaml", **header: Any) -> Path:
    """A bank file of topic T4 with these questions."""
    whole = {"topic": "T4", "author": both("作者"), "licence": "CC-BY-4.0"}
    path = folder / name
    content = whole | {"questions": list(questions)} | header
    path.write_text(yaml.dump(content, Dumper=DUMPER, allow_unicode=True), "utf-8")
    return path


def load_live(*paths: Path) -> str:
    """Load the files with somebody's word for them, so that they are in use; what was printed."""
    if not User.objects.filter(username="voucher").exists():
        User.objects.create_superuser("voucher")
    out = io.StringIO()
    call_command("load_bank", *map(str, paths), live=True, by="voucher", stdout=out)
    return out.getvalue().strip()
