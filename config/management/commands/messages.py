"""manage.py messages: new texts into the catalogues, and the catalogues compiled."""

from typing import Any

from django.core.management.base import BaseCommand

from config import catalogues


class Command(BaseCommand):
    help = "Gather texts into frontend/locale and compile them (needs requirements-dev.txt)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for language in catalogues.LANGUAGES:
            open_texts = catalogues.renew(language)
            self.stdout.write(f"{language}: {len(open_texts)} texts without a translation")
            for text in open_texts:
                self.stdout.write(f"  {text}")
