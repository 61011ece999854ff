"""The words of a file that are no tags: what each stands for, and what its editor says of them."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext as _

from questionbank import importing
from questionbank.models import Batch, KnownLabel, Tag
from questionbank.rules.label_words import Named, meant


@dataclass(frozen=True, slots=True)
class Word:
    """One word, how often it comes, and the name of its tag; `open` = nobody said yet what it
    stands for, and no tag is plainly meant; `guessed` = only the names say so."""

    word: str
    count: int
    tag: str = ""
    open: bool = False
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """All words of a file, and the tags that they may stand for, by name."""

    words: tuple[Word, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def open(self) -> int:
        return sum(word.open for word in self.words)

    @property
    def guessed(self) -> int:
        return sum(word.guessed for word in self.words)


def of(batch: Batch, user: User) -> Words:
    """What the panel of the batch's page shows to this editor."""
    counts = batch.about.get("labels", {})
    if not counts:
        return Words()
    tags = {(tag.facet, tag.code): tag for tag in Tag.objects.in_taxonomy()}
    known = _known(user, counts)
    guess = meant(counts, map(_named, tags.values()))
    words = []
    for word, count in counts.items():
        plainly = tags.get(guess.get(word, ("", "")))
        tag = known.get(word, plainly)
        new = word not in known
        words.append(Word(word, count, tag_name(tag), new and not plainly, new and bool(plainly)))
    return Words(tuple(words), tuple(map(tag_name, tags.values())))


def remember(batch: Batch, user: User, said: QueryDict, *, all_of_them: bool) -> None:
    """Keep what the form says of each word, for this and later files of this editor.

    A word without a tag is not used; if `all_of_them`, it is not asked for again either. Raises
    Refused for what is no tag, keeping nothing.
    """
    tags = {tag_name(tag): tag for tag in Tag.objects.all()}
    wanted: dict[str, Tag | None] = {}
    for shown, name in _answers(batch, user, said):
        if name and name not in tags:
            raise importing.refused(_("没有这个标签：%s") % name[:80], shown.word)
        if name or all_of_them or not shown.open:
            wanted[shown.word] = tags.get(name)
    for word, tag in wanted.items():
        KnownLabel.objects.update_or_create(user=user, word=word, defaults={"tag": tag})


def _answers(batch: Batch, user: User, said: QueryDict) -> list[tuple[Word, str]]:
    """The words that the form asked for, each with what was written beside it."""
    words = of(batch, user).words
    asked = [(word, said.get(f"label.{at}")) for at, word in enumerate(words)]
    return [(word, name.strip()) for word, name in asked if name is not None]


def _known(user: User, words: dict[str, int]) -> dict[str, Tag | None]:
    rows = KnownLabel.objects.filter(user=user, word__in=list(words)).select_related("tag")
    return {one.word: one.tag for one in rows}


def _named(tag: Tag) -> Named:
    said = (tag.name_zh, tag.name_en, f"{tag.code}{tag.name_zh}")
    return Named(tag.facet, tag.code, tuple(filter(None, said)))


def tag_name(tag: Tag | None) -> str:
    """A tag as it is chosen from a list: its facet, code and name; "" for none."""
    return f"{tag.get_facet_display()} {tag}" if tag else ""
