"""A real Chromium for tests: quiet on the network, with a Chinese font even on a bare machine."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pylopdf_fonts_zh_cn
from playwright.async_api import Browser, async_playwright

from tests.processes import found, program

# Chromium's engine without a browser's windows, profiles and services around it, which cost a story
# more than its pages: 22 seconds of work for 30 pages, where the shell takes 8.
SHELL = "chromium-headless-shell"
# No sandbox: CI runs as root. The others keep it from asking the network for anything of its own.
FLAGS = [
    "--no-sandbox",
    # A process for each person, not one more for each page they open.
    "--renderer-process-limit=1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-pings",
]
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{bundled}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def has_chinese_font() -> bool:
    """Whether the machine itself can draw Chinese."""
    if not shutil.which("fc-list"):
        return False
    done = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
    return bool(done.stdout.strip())


def font_environment(folder: Path) -> dict[str, str]:
    """What to add to the environment so that Chromium draws Chinese; nothing where it can."""
    if has_chinese_font():
        return {}
    bundled = Path(pylopdf_fonts_zh_cn.__file__).parent
    file = folder / "fonts.conf"
    file.write_text(FONTS.format(bundled=bundled, cache=folder))
    return {"FONTCONFIG_FILE": str(file)}


@asynccontextmanager
async def chromium_browser(folder: Path) -> AsyncIterator[Browser]:
    """One browser; each test opens contexts (phones, screens) of its own in it."""
    path = os.environ.get("CHROMIUM") or found(SHELL, "/usr/bin") or program("chromium", "/usr/bin")
    environment = {**os.environ, **font_environment(folder)}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=FLAGS, env=dict(environment)
        )
        yield browser
        await browser.close()
