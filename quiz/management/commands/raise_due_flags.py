"""Looks through the rounds whose time has come; the server starts it by itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from quiz import children, clock
from quiz.flags import watch


class Command(BaseCommand):
    """As `raise_flags`, for every round that is due (FLAGS_EVERY_MIN, FLAGS_AFTER_MIN)."""

    help = "Raise flags on the rounds that are due, politely, beside a running server."

    def add_arguments(self, parser: CommandParser) -> None:
        children.idle_option(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        # One look follows the other; when none is due nothing will be for minutes.
        children.go_on(
            lambda: bool(watch.look_through(clock.now())),
            every_s=1.0,
            idle_s=min(options["idle"], 0.5),
        )
