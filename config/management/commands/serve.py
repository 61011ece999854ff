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
        from config.checks import missing_tables, uncollected, unsafe_storage

        problems = unsafe_storage() or missing_tables() or uncollected()
        if problems:
            sys.exit("\n".join(problems))
        serve(options["host"], options["port"])
