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


@pytest.mark.parametrize("port", ["0", "65536", "-1", "web", "8000 ", "８０００", "1" * 5000])
def test_a_port_that_cannot_be_is_named_with_what_it_may_be(port: str) -> None:
    line = preflight.problem("127.0.0.1", port)
    assert f"not {port}:" in line
    assert "1 to 65535" in line
    assert "int()" not in line


def test_a_host_that_is_none_is_named() -> None:
    assert "..:8000" in preflight.problem("..", "8000")


def test_a_folder_that_cannot_be_written_is_named_with_what_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "var"))
    line = preflight.problem("127.0.0.1", "")
    assert str(tmp_path / "file" / "var") in line
    assert "set DATA_DIR to another" in line
    monkeypatch.delenv("DATA_DIR")
    monkeypatch.setattr(preflight, "ROOT", tmp_path)
    (tmp_path / "var").touch()
    assert "or set DATA_DIR" in preflight.problem("127.0.0.1", "")


@pytest.mark.parametrize("data", ["", "elsewhere"])
def test_for_a_project_that_cannot_be_written_no_other_data_folder_is_proposed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(preflight, "ROOT", tmp_path / "file" / "contest")
    monkeypatch.setenv("DATA_DIR", data and str(tmp_path / data))
    line = preflight.problem("127.0.0.1", "")
    assert str(tmp_path / "file" / "contest") in line
    assert "move the whole project" in line
    assert "DATA_DIR" not in line


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
