"""Django's pages behind the door, each request in one thread from its first middleware to its last.

Django's own handler goes to a thread and back for each middleware, some twenty times a request, and
starts that thread anew for each (docs/decisions/0022-a-page-in-one-thread.md).
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any, Final, ParamSpec, TypeVar

import django
from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.db import close_old_connections, connection
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from config import bodies
from quiz import threads

P = ParamSpec("P")
T = TypeVar("T")
# Threads share one interpreter with the sockets' answers: more of them take it from those, and help
# only where a database is slow. Whoever asks for our health must not wait behind what is stuck.
POOL_SIZE: Final = 8
HEALTH: Final = "/health/"
HEALTH_THREADS: Final = 4


class Pages(ASGIHandler):
    """The ASGI application of all pages and of the REST interface."""

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self._threads = ThreadPoolExecutor(POOL_SIZE, "page", _own_file)
        self._health = ThreadPoolExecutor(HEALTH_THREADS, "health", _own_file)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        try:
            body = await self.read_body(bodies.bounded(receive, scope["path"]))
        except RequestAborted:
            return
        except bodies.TooLarge:
            await bodies.refuse(send)
            return
        with body:
            pool = self._health if scope["path"].startswith(HEALTH) else self._threads
            response = await _in_thread(pool, self._answer, scope, body)
            if response.streaming:
                await self._stream(response, receive, send)
            else:
                await self.send_response(response, send)

    def _answer(self, scope: Any, body: Any) -> Any:
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=self.__class__, scope=scope)
        request, refusal = self.create_request(scope, body)
        response: Any = refusal if request is None else self.get_response(request)
        if response.streaming:
            close_old_connections()  # its pieces come from another thread
        else:
            response.close()  # its bytes are there
        return response

    async def _stream(self, response: HttpResponseBase, receive: Any, send: Any) -> None:
        """Send piece by piece, until the last one or until nobody listens any more."""
        async with ThreadSensitiveContext():
            tasks = [
                asyncio.create_task(self.listen_for_disconnect(receive)),
                asyncio.create_task(self.send_response(response, send)),
            ]
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                heard, sent = await asyncio.gather(*tasks, return_exceptions=True)
                await sync_to_async(response.close)()
        if isinstance(sent, Exception) and not isinstance(heard, RequestAborted):
            raise sent


async def _in_thread(
    pool: ThreadPoolExecutor, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Languages and the like, kept by context, are this request's alone."""
    whole = partial(copy_context().run, work, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(pool, whole)


def _own_file() -> None:
    """Opening SQLite's file takes 1.2 ms, longer than a page; PostgreSQL's lines are pooled for all
    threads."""
    if connection.vendor == "sqlite":
        threads.own_line()


def application() -> Pages:
    """Set Django up; return its pages."""
    django.setup(set_prefix=False)
    return Pages()
