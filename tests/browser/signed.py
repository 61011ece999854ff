"""Who is signed in from the start: sessions made with a stage, so that no story waits for a link.

The link and its page have stories of their own (test_tokens.py, tests/demo/test_signin.py).
"""

import json

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.async_api import Page, expect

from tests.servers import WebServer

FILE = "sessions.json"
# Added to what builds a stage, when its people are there.
STORE = "\nfrom tests.browser import signed\nsigned.store()\n"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def store() -> None:
    """Sign all members of staff in, and keep their sessions' names beside the database."""
    names: dict[str, str] = {}
    for user in User.objects.filter(is_staff=True):
        client = Client()
        client.force_login(user, backend=BACKEND)
        names[user.username] = client.cookies[settings.SESSION_COOKIE_NAME].value
    (settings.DATA_DIR / FILE).write_text(json.dumps(names), encoding="utf-8")


async def sign_in(page: Page, server: WebServer, name: str) -> None:
    """Sign the page's browser in; by a link where the stage was built without sessions."""
    kept = server.folder / FILE
    if kept.exists():
        session = json.loads(kept.read_text(encoding="utf-8"))[name]
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}
        await page.context.add_cookies([cookie])  # type: ignore[list-item]
        return
    await page.goto(server.manage("signin_link", name, "--url", server.url).strip())
    await page.click("form button")
    await expect(page.locator(".rooms")).to_be_visible()
