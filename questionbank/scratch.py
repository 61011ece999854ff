"""What editors have typed and not saved, kept as they type; and saving it, once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.http import QueryDict

from questionbank import desk
from questionbank.desk import Wanted
from questionbank.models import Question, Scratch

# A whole form with the longest texts, text and fields, nine characters for a Chinese sign.
LONGEST = 200_000
# The oldest go first. Nobody leaves so many questions half written.
MOST = 100
# So many forms that were saved are known, so that sending one twice stores it once.
MOST_SAVED = 50
# Where a form's words are looked for, the likelier first.
_WORDS = (
    "text",
    "stem.zh",
    "english",
    "stem.en",
    "option.zh",
    "explanation.zh",
    "source.zh",
    "note",
)
_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A form left behind: its name, what it begins with, and when it was typed in last."""

    scratch: Scratch

    @property
    def data(self) -> QueryDict:
        return QueryDict(self.scratch.body.get("form", ""))

    @property
    def title(self) -> str:
        """The first words; empty where none are written."""
        data = self.data
        lines = [
            line for name in _WORDS for text in data.getlist(name) for line in text.split("\n")
        ]
        return next((words for line in lines if (words := " ".join(line.split())[:60])), "")

    @property
    def pictured(self) -> bool:
        """Whether there is a picture."""
        return any(any(self.data.getlist(name)) for name in ("picture", "option.picture"))


def valid(name: str) -> bool:
    """Whether a form may be called so: 32 hexadecimal digits."""
    return _NAME.fullmatch(name) is not None


@transaction.atomic
def keep(user: User, name: str, form: str, question: Question | None) -> bool:
    """Keep what is in the form, in the place of what was kept before.

    Return False, keeping nothing, when the form was saved already: a late copy of what is saved by
    now must not come back as unsaved. Raises ValueError for a bad name and a form too long.
    """
    if not valid(name):
        raise ValueError(f"no form is called {name[:40]!r}")
    if len(form) > LONGEST:
        raise ValueError(f"{len(form)} characters are no form")
    scratch, made = Scratch.objects.select_for_update().get_or_create(
        user=user, name=name, defaults={"question": question, "body": {"form": form}}
    )
    if made:
        _drop_oldest(user)
        return True
    if "saved" in scratch.body:
        return False
    scratch.body, scratch.question = {"form": form}, question
    scratch.save(update_fields=["body", "question", "saved_at"])
    return True


def drop(user: User, *names: str) -> None:
    """Forget forms that were not saved; one that is not there changes nothing."""
    Scratch.objects.filter(user=user, name__in=names, body__has_key="form").delete()


def unsaved(user: User, question: Question | None) -> Sequence[Unsaved]:
    """What the user left behind at the question (None = at new ones), the newest first."""
    rows = Scratch.objects.filter(user=user, question=question, body__has_key="form")
    return [Unsaved(row) for row in rows]


def taken_up(user: User, name: str) -> Unsaved | None:
    """The form of that name that the user left behind; a name that is none names nothing."""
    if not valid(name):
        return None
    row = Scratch.objects.filter(user=user, name=name, body__has_key="form").first()
    return Unsaved(row) if row else None


def saved(user: User, name: str) -> int | None:
    """The number of the question that the form of that name was saved as."""
    row = Scratch.objects.filter(user=user, name=name, body__has_key="saved").first()
    return row.body["saved"] if row else None


@transaction.atomic
def create(name: str, wanted: Wanted, *, by: User, scope: str) -> Question:
    """A new question from the form `name`, once: sent again, it is the same question.

    Raises Refused and ValueError as desk.create and `keep` do.
    """
    if not valid(name):
        raise ValueError(f"no form is called {name[:40]!r}")
    Scratch.objects.get_or_create(user=by, name=name)
    # Of two at once the second waits here until the first has stored its question, or failed.
    scratch = Scratch.objects.select_for_update().get(user=by, name=name)
    stored = Question.objects.filter(pk=scratch.body.get("saved", 0)).first()
    if stored is None:
        stored = desk.create(wanted, by=by, scope=scope)
        _mark(scratch, stored)
    return stored


@transaction.atomic
def revise(
    name: str, pk: int, wanted: Wanted, *, by: User, revision: int, same_item: bool
) -> Question:
    """The question with the form's words and tags; the form is no longer unsaved.

    Raises Refused and Stale as desk.revise does.
    """
    stored = desk.revise(pk, wanted, by=by, revision=revision, same_item=same_item)
    marked = {"body": {"saved": pk}, "question": stored}
    if valid(name):
        Scratch.objects.update_or_create(user=by, name=name, defaults=marked)
    return stored


def _mark(scratch: Scratch, question: Question) -> None:
    scratch.body, scratch.question = {"saved": question.pk}, question
    scratch.save(update_fields=["body", "question", "saved_at"])


def _drop_oldest(user: User) -> None:
    for key, most in (("form", MOST), ("saved", MOST_SAVED)):
        rows = Scratch.objects.filter(user=user, body__has_key=key).order_by("-saved_at", "-pk")
        Scratch.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[most:])).delete()
