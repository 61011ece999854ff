"""manage.py serve: the web server, with this project's limits."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.serve import serve


class Command(BaseCommand):
    help = "Serve pages and sockets on one port (WEB_SERVER chooses daphne or uvicorn)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--host",
            default=settings.HOST,
            help="the address to listen on, 0.0.0.0 = all (default: HOST)",
        )
        parser.add_argument(
            "--port", type=int, default=settings.PORT, help="1 to 65535 (default: PORT)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        from config.checks import missing_tables, uncollected, unsafe_storage

        problems = unsafe_storage() or missing_tables() or uncollected()
        if problems:
            sys.exit("\n".join(problems))
        serve(options["host"], options["port"])
