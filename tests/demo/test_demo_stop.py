"""Ctrl-C at any moment of a start: no traceback of anybody, and nothing left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from config import terminal
from tests.processes import ends
from tests.servers import ROOT, WebServer

pytestmark = [pytest.mark.servers]


@pytest.mark.parametrize("word", ["标签", "regions", "press Ctrl-C"])
def test_a_demo_that_is_stopped_while_it_starts_says_nothing_more(
    web_server: Callable[..., WebServer], word: str
) -> None:
    demo = web_server()
    address = ("--host", "127.0.0.1", "--port", str(demo.port))
    demo.spawn([sys.executable, "manage.py", "demo", *address], demo.environment)
    demo.wait_until(lambda: word in demo.output(), word)
    assert demo.send(signal.SIGINT) in (0, -signal.SIGINT)
    assert "Traceback" not in demo.output()


def test_what_a_terminal_says_to_a_server_does_not_reach_its_writer(
    web_server: Callable[..., WebServer],
) -> None:
    server = web_server(WEB_SERVER="uvicorn")
    server.prepare()
    server.start()
    (writer,) = server.children("quiz.journal.writer")
    assert os.getpgid(writer) != os.getpgid(server.pid)
    assert server.send(signal.SIGINT) in (0, -signal.SIGINT)
    assert ends(writer)
    assert "Traceback" not in server.output()


def test_any_command_ends_by_it_without_a_word(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys, manage\n"
        "import django.core.management as m\n"
        "m.execute_from_command_line = lambda _: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.argv = ['manage.py', 'check']\n"
        "manage.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, "")


def test_installing_ends_with_all_that_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "child"
    child = f"import os, time, pathlib; pathlib.Path({str(mark)!r}).write_text(str(os.getpid())); "
    script = (
        "import os, signal, sys, threading, time, pathlib\n"
        "from config import preflight\n"
        f"mark = pathlib.Path({str(mark)!r})\n"
        "def stop():\n"
        "    while not mark.exists() or not mark.read_text(): pass\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "threading.Thread(target=stop).start()\n"
        "preflight.install = lambda _: preflight._run([sys.executable, '-c', "
        f"{child + 'time.sleep(600)'!r}])\n"
        "preflight.problem = lambda *_: ''\n"
        "preflight.main(['requirements.txt'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (130, "")
    assert ends(int(mark.read_text()))


def test_a_terminal_that_has_no_half_blocks_gets_no_code() -> None:
    assert terminal.qr("http://192.0.2.7:8000/p/2026/", "gbk") == ""
    assert terminal.qr("http://192.0.2.7:8000/p/2026/", "gb18030")


def test_a_demo_is_served_whatever_the_terminal_can_write(
    web_server: Callable[..., WebServer],
) -> None:
    demo = web_server(PYTHONIOENCODING="latin-1")
    demo.start("demo")
    assert "/p/2026/" in demo.output()
    assert "press Ctrl-C" in demo.output()
