"""Before anything is installed, what is missing is one line that says what to do about it."""

import socket
import sys
from pathlib import Path

import pytest

from config import preflight
from tests.servers import free_port


def test_a_complete_machine_is_let_through() -> None:
    assert not preflight.problem("127.0.0.1", str(free_port()))


def test_a_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        line = preflight.problem("127.0.0.1", port)
    assert port in line
    assert "PORT=" in line


@pytest.mark.parametrize("port", ["0", "65536", "-1", "web"])
def test_a_port_that_cannot_be_is_named(port: str) -> None:
    assert port in preflight.problem("127.0.0.1", port)


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "var"))
    assert str(tmp_path / "file" / "var") in preflight.problem("127.0.0.1", "")


def test_an_old_python_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert "3.9" in preflight.problem("127.0.0.1", "")


def test_a_python_without_venv_is_told_which_package_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert "python3-venv" in preflight.problem("127.0.0.1", "")


def test_changed_requirements_are_installed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight, "ROOT", tmp_path)
    base, dev = tmp_path / "requirements.txt", tmp_path / "requirements-dev.txt"
    base.write_text("Django\n")
    dev.write_text("-r requirements.txt\npytest\n")
    before = preflight.fingerprint(dev)
    assert preflight.fingerprint(dev) == before
    base.write_text("Django>=5\n")
    assert preflight.fingerprint(dev) != before
