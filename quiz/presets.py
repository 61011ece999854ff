"""Presets: formats as data, and making a round from one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from django.utils.translation import gettext as _

from questionbank import given_once
from questionbank.blueprints import Blueprint
from questionbank.rules.blueprint import ANY
from quiz import rounds
from quiz.models import Contest, Round
from quiz.rules import formats
from quiz.rules.formats import BadFormat, Format
from quiz.rules.units import Millis

PATH = Path(__file__).parent / "data" / "presets.yaml"


@dataclass(frozen=True, slots=True)
class Preset:
    """A format with a name, and where its numbers come from; the file says more of that."""

    name: str
    title_zh: str
    title_en: str
    format: Format
    source_zh: str = ""
    source_en: str = ""


def blueprints() -> list[Blueprint]:
    """What a paper of each preset is made of, for the bank's editors."""
    return [
        Blueprint(
            one.name,
            one.title_zh,
            one.title_en,
            dict(one.format.blueprint) or {ANY: one.format.questions},
        )
        for one in presets().values()
    ]


@cache
def presets() -> Mapping[str, Preset]:
    """All presets of this server by name. Raises BadFormat naming the one that is wrong."""
    return MappingProxyType(read(PATH))


def read(path: Path) -> dict[str, Preset]:
    """The presets in a YAML file. Raises BadFormat naming the preset and the setting."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=given_once.Loader)  # noqa: S506
    except yaml.YAMLError as error:
        raise BadFormat(f"{path.name}: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict):
        raise BadFormat(f"{path.name}: wants a preset under each name")
    return {str(name): _preset(str(name), entry) for name, entry in data.items()}


def _preset(name: str, entry: Any) -> Preset:
    try:
        title, settings = entry["title"], formats.read(entry["format"])
        source = entry.get("source", {"zh": "", "en": ""})
        said = [str(one[lang]) for one in (title, source) for lang in ("zh", "en")]
        return Preset(name, said[0], said[1], settings, *said[2:])
    except (KeyError, TypeError) as error:
        raise BadFormat(f"{name}: wants title with zh and en, and format; {error}") from error
    except BadFormat as error:
        raise BadFormat(f"{name}: {error}") from error


def make_round(
    contest: Contest, name: str, *, code: str, opens_at: Millis, closes_at: Millis | None
) -> Round:
    """A new round of `contest` played by the preset `name`, stored but not prepared yet.

    `closes_at` None = never. Raises KeyError for a name that is no preset, ValueError for a window
    that ends before it begins or a ranked round without an end, BadFormat for a cohort that there
    is not.
    """
    preset = presets()[name]
    made = Round(contest=contest, code=code, opens_at=opens_at, closes_at=closes_at)
    made.title_zh, made.title_en = preset.title_zh, preset.title_en
    return store(made, preset.format)


def store(round_: Round, form: Format) -> Round:
    """Store a new round that is played by `form`. Raises as `make_round`."""
    rounds.check_cohorts(form)
    if why := wrong_end(round_, form):
        raise ValueError(why)
    round_.format = formats.plain(form)
    round_.save(force_insert=True)
    return round_


def wrong_end(round_: Round, form: Format) -> str:
    """What is wrong with when the round ends; "" = nothing."""
    if round_.closes_at is None:
        return _("排名轮次要有结束时间") if form.ranked else ""
    return _("轮次要在开始之后结束") if round_.closes_at <= round_.opens_at else ""
