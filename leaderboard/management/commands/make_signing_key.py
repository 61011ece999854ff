"""Makes the key that published results are signed with."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from leaderboard.publish import signing


class Command(BaseCommand):
    help = "Make the signing key of published results in SIGNING_KEY_FILE; never writes over one."

    def handle(self, *_args: Any, **_options: Any) -> None:
        path: Path = settings.SIGNING_KEY_FILE
        try:
            signing.make(path)
        except OSError as error:
            if path.is_file():
                said = f"{path} is there already; a key is never written over"
            else:
                said = f"{path}: {error.strerror}; SIGNING_KEY_FILE names another place"
            raise CommandError(said) from error
        key = signing.load()
        self.stdout.write(f"{path}\n{signing.key_id(signing.public(key))}\n{signing.pem(key)}")
