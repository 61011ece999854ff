"""manage.py grant: a role for somebody in a region, or its end."""

import re
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from questionbank import grants
from questionbank.models import Grant, Role


class Command(BaseCommand):
    help = "Give a user a role in the bank of a region and below; twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="name; made, without a password, if there is none")
        words = ", ".join(f"{code} {label}" for code, label in Role.choices)
        parser.add_argument("role", choices=Role.values, help=words)
        parser.add_argument("path", help="region codes from the province down: 440000/440100")
        parser.add_argument("--revoke", action="store_true", help="take the role away")

    def handle(self, *_args: Any, **options: Any) -> None:
        name, role, path = options["user"], options["role"], options["path"]
        if not re.fullmatch(r"[0-9]+(/[0-9]+)*", path):
            raise CommandError(
                f"no region path: {path}; codes from the province down: 440000/440100"
            )
        if options["revoke"]:
            _revoke(name, role, path)
        elif wrong := grants.misplaced(path):
            raise CommandError(wrong)
        else:
            grants.give(_user(name), role, path, by=None)
        held = Grant.objects.filter(user__username=name).values_list("role", "scope")
        self.stdout.write("\n".join(f"{name} {role} {scope}" for role, scope in held))


def _user(name: str) -> User:
    """Somebody new signs in by a link (manage.py signin_link). Raises CommandError."""
    user = User.objects.filter(username=name).first()
    if user is not None:
        return user
    try:
        User._meta.get_field("username").run_validators(name)  # noqa: SLF001 (Django's own name)
        return User.objects.create_user(name)
    except (ValidationError, ValueError) as error:
        raise CommandError(f"no user can be called {name!r}") from error


def _revoke(name: str, role: str, path: str) -> None:
    user = User.objects.filter(username=name).first()
    if user is None or not grants.revoke(user, role, path):
        raise CommandError(f"{name} is not {role} at {path}, but: {_held(name) or 'nothing'}")


def _held(name: str) -> str:
    held = Grant.objects.filter(user__username=name).values_list("role", "scope")
    return ", ".join(f"{role} {scope}" for role, scope in held)
