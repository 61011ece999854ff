"""manage.py serve: the web server, with this project's limits."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config import arguments
from config.serve import serve


class Command(BaseCommand):
    help = "Serve pages and sockets on one port (WEB_SERVER chooses daphne or uvicorn)."

    def add_arguments(self, parser: CommandParser) -> None:
        arguments.listening(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        from django.db import connection

        from config import checks
        from quiz import threads

        # Without the pool: it warns eight times, and says after 5 s only that there is no line.
        threads.own_line()
        problems = checks.unsafe_storage() or checks.missing_tables()
        problems = problems or checks.uncollected() + checks.unusable_places()
        connection.close()
        if problems:
            sys.exit("\n".join(problems))
        serve(options["host"], options["port"])
