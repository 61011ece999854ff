"""Does what editors and organisers asked for and takes long; the server starts it when something
waits."""

from contextlib import AbstractContextManager
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser

from questionbank import errand_kinds, errands
from questionbank.models import Errand
from quiz import children, clock, threads

# The next errand of an editor who has just waited for one begins at once.
EVERY_S: Final = 0.3


class Command(BaseCommand):
    """Not politely: on SQLite a writer that is seldom given a processor would keep the answers of
    contestants waiting."""

    help = "Do the errands that wait: imports, changes of many questions, rounds, raffles."

    def add_arguments(self, parser: CommandParser) -> None:
        children.idle_option(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        children.go_on(_step, every_s=EVERY_S, idle_s=options["idle"], polite=False)


def _step() -> bool:
    return threads.fresh(errand_kinds.do_next, clock.now(), _beating) is not None


def _beating(errand: Errand) -> AbstractContextManager[None]:
    return children.beating(lambda: errands.beat(errand, clock.now()), errands.BEAT_S)
