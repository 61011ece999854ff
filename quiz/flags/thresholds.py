"""The thresholds of flags as this server has them: data with reasons."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from quiz.rules.flags import Thresholds

PATH = Path(__file__).parent.parent / "data" / "flags.yaml"


def thresholds() -> Thresholds:
    """The values. Raises ValueError naming what is missing or wrong."""
    data = _data()
    missing = {one.name for one in fields(Thresholds)} ^ data.keys()
    if missing:
        raise ValueError(f"{PATH.name}: missing or unknown: {', '.join(sorted(missing))}")
    wrong = [name for name, one in data.items() if not isinstance(one["value"], int)]
    if wrong:
        raise ValueError(f"{PATH.name}: no whole numbers: {', '.join(sorted(wrong))}")
    return Thresholds(**{name: one["value"] for name, one in data.items()})


def reasons() -> dict[str, str]:
    """Why each threshold is where it is."""
    return {name: str(one["why"]) for name, one in _data().items()}


@cache
def _data() -> Mapping[str, dict[str, Any]]:
    return MappingProxyType(yaml.safe_load(PATH.read_text(encoding="utf-8")))
