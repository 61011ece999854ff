"""One question on the reviewer's card: first without its key, then with all to judge it by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from questionbank import duplicates, grants, images, places
from questionbank.models import Alike, Facet, Option, Question, QuestionVersion
from questionbank.pages.drawn import shapes
from questionbank.pages.labels import in_order, label
from questionbank.punctuation import apart
from questionbank.rows import draft_of
from questionbank.rules import blind
from questionbank.rules.difference import differences
from questionbank.rules.question import Draft

# In pixels of CSS, so that it fits a phone of 360: without scripts a click is reported in these.
WIDE = 270
OPTION_WIDE = 160


@dataclass(frozen=True, slots=True)
class Line:
    """One option as it is shown: `sign` is what it is called by, `place` its number."""

    place: int
    sign: str
    text: str
    english: str = ""
    src: str = ""
    alt: str = ""
    key: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A question in its bank's queue with the words that are to be judged."""

    question: Question
    version: QuestionVersion
    options: list[Option]
    draft: Draft

    @property
    def figure(self) -> dict[str, Any] | None:
        """The question's picture at the card's width."""
        picture = self.version.picture
        if picture is None:
            return None
        return {
            "src": images.address(picture, 2 * WIDE),
            "width": WIDE,
            "height": max(1, round(picture.height * WIDE / picture.width)),
            "alt": self.version.picture_alt_zh,
        }

    @property
    def size(self) -> tuple[int, int]:
        picture = self.version.picture
        return (picture.width, picture.height) if picture else (1, 1)


def card(question: Question) -> Card | None:
    """The question's newest words; None for one without words."""
    if question.newest_id is None:
        return None
    version = QuestionVersion.objects.select_related("picture").get(pk=question.newest_id)
    options = list(
        Option.objects.filter(version=version).select_related("picture").order_by("place")
    )
    return Card(question, version, options, draft_of(version, options))


def asked(one: Card) -> dict[str, Any]:
    """What a contestant would see: no key, orders and targets shuffled."""
    draft = one.draft
    order = _order(one)
    targets = blind.shuffled(len(draft.targets), f"targets {one.version.pk}")
    return {
        "card": one,
        "lines": [_line(one, place, at) for at, place in enumerate(order)],
        "positions": range(len(draft.options)),
        "targets": [(place, draft.targets[place].zh) for place in targets],
        "estimate": draft.estimate,
        "figure": one.figure,
        "last": one.question.steps.filter(act="send_back").select_related("by").last(),
    }


def told(one: Card, choice: blind.Choice, user: User) -> dict[str, Any]:
    """What is shown after the blind answer: the key, why, and what else there is to know."""
    draft, question = one.draft, one.question
    order = _order(one)
    return asked(one) | {
        "answered": bool(choice),
        "agrees": blind.right(draft, choice, size=one.size),
        "yours": in_words(draft, choice),
        "key": key_in_words(draft),
        "lines": [_line(one, place, at, choice) for at, place in enumerate(order)],
        "areas": shapes(draft.areas, one.size),
        "point": choice if draft.kind == "hotspot" and choice else None,
        "tags": in_order(question.tags.all()),
        "sensitive": list(question.tags.filter(facet=Facet.SENSITIVITY)),
        "changes": _changes(question, draft),
        "near": _near(one, user),
        "comments": [
            {"row": one, "field": label(one.field)}
            for one in question.comments.filter(done=False).select_related("by")
        ],
        "fields": commentable(draft),
        "place": places.name(question.scope),
        "writer": one.version.author,
        "at_once": question.status == "live",
        "may_activate": grants.may(user, "activate", question),
    }


def in_words(draft: Draft, choice: Sequence[int]) -> str:
    """A choice as people say it; empty for none."""
    return _WORDS.get(draft.kind, _signs)(draft, choice) if choice else ""


def _signs(_draft: Draft, choice: Sequence[int]) -> str:
    return " ".join(_sign(place) for place in choice)


def _truth(_draft: Draft, choice: Sequence[int]) -> str:
    return _("对") if choice[0] == 0 else _("错")


def _number(draft: Draft, choice: Sequence[int]) -> str:
    return draft.estimate.in_words(choice[0]) if draft.estimate else str(choice[0])


def _sequence(draft: Draft, choice: Sequence[int]) -> str:
    return " → ".join(draft.options[place].zh for place in choice)


def _pairs(draft: Draft, choice: Sequence[int]) -> str:
    pairs = zip(draft.options, choice, strict=True)
    return apart(f"{option.zh} – {draft.targets[at].zh}" for option, at in pairs)


def _point(_draft: Draft, choice: Sequence[int]) -> str:
    return _("点 (%(x)d, %(y)d)") % {"x": choice[0], "y": choice[1]}


def _text(_draft: Draft, choice: Sequence[int]) -> str:
    return "".join(map(chr, choice))


_WORDS: dict[str, Callable[[Draft, Sequence[int]], str]] = {
    "truefalse": _truth,
    "estimate": _number,
    "ordering": _sequence,
    "matching": _pairs,
    "hotspot": _point,
    "text": _text,
}


def key_in_words(draft: Draft) -> str:
    """The key as people say it."""
    match draft.kind:
        case "estimate" if draft.estimate:
            number = draft.estimate
            said = {"value": number.in_words(number.value), "near": number.near}
            return _("%(value)s（±%(near)d 内满分）") % said
        case "text":
            return " / ".join(draft.accepted)
        case "hotspot":
            return _("图中标出的区域")
    return in_words(draft, draft.key)


def commentable(draft: Draft) -> list[tuple[str, str]]:
    """The fields that a comment may be about, as Problem.where names them, with their names."""
    options = [f"options[{at}].zh" for at in range(len(draft.options))]
    fields = ["stem.zh", *options, "key", "explanation.zh", "source.zh", *Facet.values]
    return [(field, label(field)) for field in fields]


def _order(one: Card) -> list[int]:
    """An ordering is shown shuffled: it is often stored in the right order."""
    count = len(one.draft.options)
    mixed = one.draft.kind == "ordering"
    return blind.shuffled(count, f"options {one.version.pk}") if mixed else list(range(count))


def _line(one: Card, place: int, at: int, choice: blind.Choice = ()) -> Line:
    option, draft = one.options[place], one.draft
    ticked = draft.kind in ("single", "multiple")
    return Line(
        place,
        _sign(at),
        option.text_zh,
        option.text_en,
        images.address(option.picture, 2 * OPTION_WIDE) if option.picture else "",
        option.picture_alt_zh,
        key=ticked and place in draft.key,
        chosen=ticked and place in choice,
    )


def _sign(place: int) -> str:
    return chr(ord("A") + place)


def _changes(question: Question, draft: Draft) -> list[dict[str, Any]]:
    """What differs from the words in use, when there are others than those under review."""
    if question.approved_id is None or question.approved_id == question.newest_id:
        return []
    version = QuestionVersion.objects.select_related("picture").get(pk=question.approved_id)
    options = Option.objects.filter(version=version).select_related("picture").order_by("place")
    found = differences(draft_of(version, list(options)), draft)
    return [{"name": label(one.where), "pieces": one.pieces} for one in found]


def _near(one: Card, user: User) -> list[dict[str, Any]]:
    among = grants.visible(user).select_related("newest", "approved")
    found = duplicates.near(one.draft, among=among, but=one.question.pk, veiled=grants.veiled(user))
    names = dict(Alike.choices)
    return [
        {
            "question": near.question,
            "version": grants.shown(user, near.question),
            "score": near.score,
            "why": names.get(near.why, ""),
        }
        for near in found
    ]
