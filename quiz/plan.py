"""A prepared round as one process holds it: forms, keys, and question bodies encoded once.

Nothing here changes while a round runs but its end (quiz/ends.py), so answering reads no database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import Any

import msgspec
from django.db import connection
from msgspec import Raw

from questionbank import papers
from questionbank.papers import Figure, VersionText
from questionbank.rules import draw
from questionbank.rules.books import BookSet
from questionbank.rules.breaking import broken
from quiz import clock, keys, rounds
from quiz.models import PreparedRound, Round
from quiz.rules import choices, formats
from quiz.rules.choices import Offer
from quiz.rules.formats import Format
from quiz.rules.marking import Key
from quiz.rules.units import Millis

_LANGS = ("zh", "en")
Order = tuple[int, ...]


@lru_cache(maxsize=4_096)
def _shared(order: Order) -> Order:
    """The same, once for all who have it: of four options there are 24 orders."""
    return order


class Unprepared(LookupError):
    """The round has no books yet, so nobody can play it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the round asks it.

    `uses` holds its kind, "picture" where it has any, "rich" where a text is more than plain
    words.
    `body` holds the encoded question per language, without any key.
    """

    version: int
    key: Key
    offer: Offer
    fixed: frozenset[int]
    movable: bool
    body: dict[str, Raw]
    why: dict[str, str]
    source: dict[str, str]
    uses: frozenset[str]
    rich_why: dict[str, list[Any]]

    @property
    def kind(self) -> str:
        return self.key.kind

    def shown_key(self, key: Key) -> list[int]:
        """A key in numbers of the wire; an estimate's is its value, a text has none."""
        right = (key.value,) if self.kind == "estimate" else key.places
        return choices.numbers(self.offer, right)


@dataclass(frozen=True, slots=True)
class Plan:
    """A round, ready to be played."""

    round: int
    contest: int
    code: str
    title: dict[str, str]
    format: Format
    opens_at: Millis
    closes_at: Millis | None
    key: bytes
    books: BookSet
    questions: dict[int, Asked]
    uses: tuple[str, ...]

    @property
    def length(self) -> int:
        """How many questions each paper has, by the books that were promised."""
        return len(self.books.cells)

    def deal(self, contestant: int, try_no: int) -> tuple[int, int]:
        """Book and form of a contestant's attempt number `try_no`: a hash and a modulo."""
        shape = self.books
        return draw.deal(
            self.key, self.code, contestant, try_no, books=len(shape.books), forms=shape.forms
        )

    def paper(self, contestant: int, try_no: int, book: int, form: int) -> tuple[Asked, ...]:
        """The questions of a form in this person's order."""
        versions = self.books.books[book][form]
        numbers = range(len(versions))
        order = tuple(numbers)
        if self.format.shuffle_questions:
            order = draw.order(self.key, f"slots|{contestant}|{try_no}", numbers, ())
        return tuple(self.questions[versions[n]] for n in order)

    def option_order(self, asked: Asked, contestant: int, try_no: int, slot: int) -> Order:
        """The option numbers of a question in this person's order; fixed ones stay last."""
        public = asked.offer.public
        numbers = range(len(public))
        if not asked.movable:
            return _shared(tuple(numbers))
        # An editor may write options in their right order, or beside their targets.
        if not self.format.shuffle_options and asked.kind not in ("ordering", "matching"):
            return _shared(tuple(sorted(numbers, key=lambda number: public[number])))
        label = f"options|{contestant}|{try_no}|{slot}"
        return _shared(draw.order(self.key, label, numbers, asked.fixed))

    def option_orders(
        self, paper: Sequence[Asked], contestant: int, try_no: int
    ) -> tuple[Order, ...]:
        """`option_order` of a whole paper."""
        return tuple(
            self.option_order(asked, contestant, try_no, slot) for slot, asked in enumerate(paper)
        )

    def target_order(self, asked: Asked, contestant: int, try_no: int, slot: int) -> list[int]:
        """The target numbers of a matching in this person's order; always shuffled."""
        if not asked.offer.targets:
            return []
        label = f"targets|{contestant}|{try_no}|{slot}"
        return list(draw.order(self.key, label, range(len(asked.offer.targets))))


STAMP = """
SELECT p.seed_hash, p.beacon, p.digest, p.prepared_at, r.id, r.format, r.opens_at,
  r.title_zh, r.title_en, r.closes_at
FROM quiz_round r LEFT JOIN quiz_preparedround p ON p.round_id = r.id WHERE r.code = %s"""
Stamp = tuple[Any, ...]
# A round that nobody came to for so long is over, or pauses.
KEPT_MS = 3_600_000
_plans: dict[str, tuple[Stamp, Plan]] = {}
# When each of them was asked for the last time.
_asked_at: dict[str, Millis] = {}
# A hall that comes back to a restarted process wants one plan in every database thread at once;
# of 10,000 questions it takes most of a second, and the threads share one interpreter.
_building = Lock()


def load(code: str) -> Plan:
    """The plan of the round `code`, from memory or from the database (blocking: a database thread).

    Raises Round.DoesNotExist for an unknown code and Unprepared for a round without books.
    """
    stamp = _stamp(code)
    _asked_at[code] = clock.now()
    kept = _plans.get(code)
    if kept is None or kept[0] != stamp:
        with _building:
            # Whoever built one meanwhile may have seen a newer stamp.
            stamp, kept = _stamp(code), _plans.get(code)
            if kept is None or kept[0] != stamp:
                kept = _plans[code] = (stamp, _made(code, stamp, kept))
    return kept[1]


def _made(code: str, stamp: Stamp, kept: tuple[Stamp, Plan] | None) -> Plan:
    """Of a round that has only got more time, or another title, the plan is the same but for
    those."""
    if kept is None or kept[0][:-3] != stamp[:-3]:
        return _build(code)
    title_zh, title_en, closes_at = stamp[-3:]
    return replace(kept[1], title=_title(title_zh, title_en), closes_at=closes_at)


def _title(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en or zh}


def forget(now: Millis) -> None:
    """Let go of the plans that nobody asked for lately; whoever sits in one keeps it. After years
    of rounds a process holds those only that are played."""
    for code, at in list(_asked_at.items()):
        if at < now - KEPT_MS:
            _asked_at.pop(code, None)
            _plans.pop(code, None)


def _stamp(code: str) -> Stamp:
    """What a plan is made of, as it is stored: each contestant who comes has it looked at."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP, [code])
        stamp: Stamp | None = cursor.fetchone()
    if stamp is None:
        raise Round.DoesNotExist
    if stamp[0] is None:
        raise Unprepared(code)
    return stamp


def _build(code: str) -> Plan:
    round_ = Round.objects.select_related("prepared").get(code=code)
    # First of all: what cannot be read is found out at once, each time it is looked at.
    form = formats.read(round_.format)
    prepared: PreparedRound = round_.prepared
    books = rounds.bookset(prepared)
    key = rounds.deal_key(prepared)
    texts = papers.texts({v for book in books.books for sheet in book for v in sheet})
    asked = {version: _asked(text, key) for version, text in texts.items()}
    closes = round_.closes_at
    return Plan(
        round_.pk,
        round_.contest_id,
        round_.code,
        _title(round_.title_zh, round_.title_en),
        form,
        Millis(round_.opens_at),
        None if closes is None else Millis(closes),
        key,
        books,
        asked,
        tuple(sorted({use for one in asked.values() for use in one.uses})),
    )


def _asked(text: VersionText, key: bytes) -> Asked:
    offer = _offer(text, key)
    return Asked(
        text.version,
        keys.key_of(text),
        offer,
        frozenset(n for n, place in enumerate(offer.public) if place in text.fixed),
        text.kind in _MOVABLE,
        {lang: _body(text, offer, lang) for lang in _LANGS},
        {"zh": text.explanation.zh, "en": text.explanation.en},
        {"zh": text.source.zh, "en": text.source.en},
        _uses(text),
        {lang: broken(tree) for lang, tree in text.rich.get("why", {}).items()},
    )


_MOVABLE = ("single", "multiple", "ordering", "matching")


def _uses(text: VersionText) -> frozenset[str]:
    pictures = {"picture"} if any((text.picture, *text.option_pictures)) else set()
    return frozenset({text.kind} | pictures | ({"rich"} if text.rich else set()))


def _offer(text: VersionText, key: bytes) -> Offer:
    public = tuple(range(2 if text.kind == "truefalse" else len(text.options)))
    if text.kind in _MOVABLE:
        public = draw.public_order(key, text.version, public)
    # Not by the label of the options: a key written side by side would show in equal numbers.
    targets = draw.order(key, f"targets {text.version}", range(len(text.targets)))
    if text.estimate is None:
        return Offer(text.kind, public, targets)
    return Offer(text.kind, public, targets, text.estimate.least, text.estimate.most)


def _body(text: VersionText, offer: Offer, lang: str) -> Raw:
    """The question as a phone may see it: an allow-list, so that no key can slip in."""
    body: dict[str, object] = {"kind": str(text.kind), "stem": getattr(text.stem, lang)}
    if text.kind == "truefalse":
        body["options"] = {"zh": ["对", "错"], "en": ["True", "False"]}[lang]
    elif text.estimate is not None:
        estimate = text.estimate
        body |= {"unit": getattr(estimate.said, lang), "min": estimate.least, "max": estimate.most}
    elif text.options:
        body["options"] = [getattr(text.options[place], lang) for place in offer.public]
    if text.targets:
        body["targets"] = [getattr(text.targets[place], lang) for place in offer.targets]
    if text.picture:
        body["picture"] = _seen(text.picture, lang)
    if any(text.option_pictures):
        pictures = [text.option_pictures[place] for place in offer.public]
        body["option_pictures"] = [seen and _seen(seen, lang) for seen in pictures]
    if trees := _rich(text, offer, lang):
        body["rich"] = trees
    return Raw(msgspec.json.encode(body))


def _rich(text: VersionText, offer: Offer, lang: str) -> dict[str, object]:
    """The trees of the question's texts by their names on the wire; never the explanation's."""
    names = {
        "stem": "stem",
        **{f"options.{place}": f"options.{n}" for n, place in enumerate(offer.public)},
        **{f"targets.{place}": f"targets.{n}" for n, place in enumerate(offer.targets)},
    }
    shown = {names[part]: trees for part, trees in text.rich.items() if part in names}
    return {name: broken(trees[lang]) for name, trees in shown.items() if lang in trees}


def _seen(figure: Figure, lang: str) -> dict[str, object]:
    alt = getattr(figure.alt, lang)
    return {"src": figure.src, "w": figure.width, "h": figure.height, "alt": alt}
