"""The edit page's form, ready to be shown: every field with its name, label and value."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext as _

from questionbank import grants, images, places
from questionbank.models import Facet, Kind, Picture, Tag
from questionbank.pages.card import WIDE
from questionbank.pages.form import Form
from questionbank.pages.labels import label
from questionbank.places import Place
from questionbank.rules.roles import covers

OPTIONS, TARGETS = 10, 12
# Facets with few codes are boxes to tick; the others are typed.
TYPED = (Facet.TOPIC, Facet.BENCHMARK)
ONE_ONLY = (Facet.DIMENSION, Facet.DIFFICULTY)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two inputs side by side, Chinese and English; an option's row has its picture, too."""

    name: str
    label: str
    where: str
    zh: str
    en: str
    picture: str = ""
    src: str = ""
    alt_zh: str = ""
    alt_en: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """One facet: its tags as (code, name, chosen), or what is typed of them."""

    facet: str
    name: str
    tags: list[tuple[str, str, bool]]
    typed: str = ""
    one_only: bool = False


def filled(form: Form) -> dict[str, Any]:
    """What the template needs of the form."""
    data = form.data
    srcs = _srcs([*data.getlist("picture"), *data.getlist("option.picture")])
    return {
        "form": form,
        "data": data,
        "kinds": [(code, str(name)) for code, name in Kind.choices],
        "texts": [_pair(data, name, 0, label(name)) for name in ("stem", "explanation", "source")],
        "options": [_option(data, at, srcs) for at in range(OPTIONS)],
        "targets": [_pair(data, "target", at, str(at + 1)) for at in range(TARGETS)],
        "unit": _pair(data, "unit", 0, label("key.unit")),
        "numbers": [
            (name, f"key.{name}", label(f"key.{name}"), data.get(name, ""))
            for name in ("value", "near", "far", "min", "max")
        ],
        "alt": _pair(data, "alt", 0, label("alt")),
        "picture_src": srcs.get(data.get("picture", ""), ""),
        "facets": _facets(data),
    }


def scopes(user: User) -> list[Place]:
    """Where the user may write: the own regions first, then all that is inside them."""
    own = grants.paths(user, "write")
    inside = [one for one in places.places() if any(covers(path, one.path) for path in own)]
    known = {one.path for one in inside}
    first = [Place(path, places.name(path), places.name(path)) for path in own if path not in known]
    return [*first, *sorted(inside, key=lambda one: one.path.count("/"))]


def _pair(data: QueryDict, name: str, at: int, title: str) -> Pair:
    where = {"target": f"targets[{at}]", "unit": "key.unit", "alt": "picture.alt"}.get(name, name)
    zh, en = _at(data, f"{name}.zh", at), _at(data, f"{name}.en", at)
    return Pair(name, title, where, zh, en)


def _option(data: QueryDict, at: int, srcs: dict[str, str]) -> Pair:
    digest = _at(data, "option.picture", at)
    return Pair(
        "option",
        chr(65 + at),
        f"options[{at}]",
        _at(data, "option.zh", at),
        _at(data, "option.en", at),
        digest,
        srcs.get(digest, ""),
        _at(data, "option.alt.zh", at),
        _at(data, "option.alt.en", at),
    )


def _at(data: QueryDict, name: str, at: int) -> str:
    values = data.getlist(name)
    return values[at] if at < len(values) else ""


def _srcs(digests: Sequence[str]) -> dict[str, str]:
    wanted = {digest for digest in digests if re.fullmatch(r"[0-9a-f]{64}", digest)}
    rows = Picture.objects.filter(digest__in=wanted) if wanted else ()
    return {row.digest: images.address(row, WIDE) for row in rows}


def _facets(data: QueryDict) -> list[Choices]:
    by_facet: dict[str, list[Tag]] = {facet: [] for facet in Facet.values}
    for tag in Tag.objects.in_taxonomy():
        by_facet[tag.facet].append(tag)
    return [_choices(Facet(facet), tags, data) for facet, tags in by_facet.items()]


def _choices(facet: Facet, tags: list[Tag], data: QueryDict) -> Choices:
    chosen = data.getlist(facet)
    said = " ".join(chosen) if facet in TYPED else ""
    named = [(tag.code, tag.name, tag.code in chosen) for tag in tags]
    if facet in ONE_ONLY:
        named.insert(0, ("", _("未定"), not any(chosen)))
    return Choices(facet.value, str(facet.label), named, said, facet in ONE_ONLY)
