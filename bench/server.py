"""`python -m bench.server`: the real server with the bench's own sockets beside the house's."""

import os

import django

from quiz.children import Work


async def nothing(work: Work) -> None:
    """Instead of processes beside the server: where two cores are all, a third process takes from
    what is being measured, or from its floor, whichever it is just then."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from django.conf import settings
    from django.core.asgi import get_asgi_application

    from bench import doors, memory, plain
    from config import asgi, serve
    from quiz import children

    if os.environ.get("BENCH_ALONE"):
        children.keep = nothing
    if os.environ.get("BENCH_MEMORY"):
        setattr(serve, "Beside", memory.InMemory)  # noqa: B010 (no name that it exports)
    if os.environ.get("BENCH_PLAIN"):
        plain.lines()
    if os.environ.get("BENCH_STOCK_PAGES"):
        asgi.router.application_mapping["http"] = get_asgi_application()
    asgi.router = doors.router(asgi.router)
    serve.serve(settings.HOST, settings.PORT)


if __name__ == "__main__":
    main()
