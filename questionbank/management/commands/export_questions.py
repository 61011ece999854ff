"""manage.py export_questions: a file of questions to standard output."""

import sys
from datetime import date
from typing import Any

import msgspec
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import QueryDict
from django.utils import timezone

from questionbank import exporting, filters, grants
from questionbank.formats import registry


class Command(BaseCommand):
    """As the page of exports, within what the user may take out; the server uses it for many."""

    help = "Write the questions of a filter, in a format, to standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        names = [form.name for form in registry.writers()]
        parser.add_argument("format", choices=names, help="of the file, as in docs/formats.md")
        parser.add_argument("--user", required=True, help="the name of whoever takes it out")
        parser.add_argument("--query", default="", help="the filter, as in the list's address")
        parser.add_argument("--day", type=day, help="today, as in 2026-05-04")
        parser.add_argument("--left", action="store_true", help="instead, what would be left out")

    def handle(self, *_args: Any, **options: Any) -> None:
        form = registry.named(options["format"])
        user = User.objects.filter(username=options["user"], is_active=True).first()
        if user is None or form is None:
            raise CommandError(grants.nobody(options["user"]))
        today = options["day"] or timezone.localdate()
        wanted = _filter(options["query"])
        questions, held = exporting.rows(wanted, user, today), exporting.held(user)
        out = sys.stdout.buffer
        if options["left"]:
            out.write(msgspec.json.encode(exporting.unsaid(form, questions, held)))
            return
        for piece in exporting.write(form, questions, held):
            out.write(piece)


def day(said: str) -> date:
    """Raises ValueError, which the parser tells by this function's name."""
    return date.fromisoformat(said)


def _filter(said: str) -> filters.Filter:
    """The filter; what means nothing would take out more than was wanted. Raises CommandError."""
    query = QueryDict(said)
    if name := filters.unknown(query):
        raise CommandError(
            f"no such filter or value: {name[:40]!r}; take what stands behind the ? in the"
            " address of the list of questions"
        )
    return filters.read(query)
