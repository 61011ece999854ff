"""`python -m bench.server`: the real server with the bench's own sockets beside the house's."""

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from django.conf import settings

    from bench import doors
    from config import asgi, serve

    asgi.router = doors.router(asgi.router)
    serve.serve(settings.HOST, settings.PORT)


if __name__ == "__main__":
    main()
