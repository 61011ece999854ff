"""manage.py api_token: a token by which a tool acts as somebody, or its end."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from questionbank import grants, tokens
from questionbank.models import ApiToken


class Command(BaseCommand):
    help = "Print a token for REST; the same name again ends the older one. It is shown this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="the name of whom the tool acts as")
        parser.add_argument("name", help="what the token is for")
        parser.add_argument("--days", type=int, default=90, help="how long it lives, at most 366")
        parser.add_argument("--revoke", action="store_true", help="end the token")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"], is_active=True).first()
        if user is None:
            raise CommandError(grants.nobody(options["user"]))
        if options["revoke"]:
            if not tokens.revoke(user, options["name"]):
                raise CommandError(_no_token(user, options["name"]))
            return
        try:
            secret = tokens.issue(
                user, options["name"], today=timezone.localdate(), days=options["days"]
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(secret)


def _no_token(user: User, name: str) -> str:
    held = ApiToken.objects.filter(user=user).order_by("name").values_list("name", flat=True)
    return f"{user} has no token {name!r}; there are: {', '.join(held) or 'none'}"
