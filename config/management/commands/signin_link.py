"""manage.py signin_link: a one-time link that signs a member of staff in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from config import signin
from config.arguments import site_url
from questionbank import grants
from quiz import clock

# Where a server answers that was told nothing.
HERE = "http://127.0.0.1:8000"


class Command(BaseCommand):
    help = "Print a link that signs a member of staff in: once, within fifteen minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", nargs="?", default="editor", help="name; default: editor")
        parser.add_argument(
            "--url",
            type=site_url,
            help=f"address of the site; default: the first of ORIGINS, or {HERE}",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"], is_active=True, is_staff=True).first()
        if user is None:
            raise CommandError(grants.nobody(options["user"]))
        token = signin.issue(user, clock.now())
        path = reverse("signin", args=[token])
        site = options["url"] or next(iter(settings.ORIGINS), HERE)
        self.stdout.write(f"{site.rstrip('/')}{path}")
