"""manage.py signin_link: a one-time link that signs a member of staff in."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from config import signin
from config.site_url import site_url
from quiz import clock


class Command(BaseCommand):
    help = "Print a link that signs an editor in: once, within fifteen minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", nargs="?", default="editor")
        parser.add_argument(
            "--url", type=site_url, default="http://127.0.0.1:8000", help="address of the site"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"], is_active=True, is_staff=True).first()
        if user is None:
            raise CommandError(f"no active member of staff is called {options['user']}")
        token = signin.issue(user, clock.now())
        path = reverse("signin", args=[token])
        self.stdout.write(f"{options['url'].rstrip('/')}{path}")
