"""What .ci/run installs on a bare machine; its programs here only write down what they are told."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT

SHELL, WHOLE = "chromium-headless-shell", "chromium"
APT = """#!/bin/bash
echo "$@" >>"$LOG"
for name in $REFUSED; do [ "${!#}" != "$name" ] || exit 100; done
"""


def installed(folder: Path, there: tuple[str, ...], refused: tuple[str, ...]) -> tuple[int, str]:
    """What it returned, and what it told apt-get, where these programs are and those packages are
    not to be had."""
    programs, log = folder / "bin", folder / "log"
    programs.mkdir()
    (folder / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", folder / ".ci/run")
    for name in ("make", "strace", "nginx", "redis-server", "python3", "sudo", "id", *there):
        (programs / name).write_text("#!/bin/bash\necho 0\n")
    (programs / "apt-get").write_text(APT)
    (programs / "dirname").symlink_to(shutil.which("dirname") or "")
    for path in programs.iterdir():
        path.chmod(0o755)
    log.touch()
    told = {"PATH": str(programs), "LOG": str(log), "REFUSED": " ".join(refused)}
    bash = shutil.which("bash") or ""
    done = subprocess.run([bash, folder / ".ci/run"], env=told, check=False, capture_output=True)
    return done.returncode, log.read_text()


@pytest.mark.parametrize(
    ("there", "refused", "returned", "asked"),
    [
        ((SHELL,), (), 0, []),
        ((), (), 0, [SHELL]),
        ((), (SHELL,), 0, [SHELL, WHOLE]),
        ((WHOLE,), (SHELL, "-q"), 0, [SHELL]),
        ((), (SHELL, WHOLE), 100, [SHELL, WHOLE]),
    ],
)
def test_where_the_shell_is_not_to_be_had_the_whole_browser_does(
    tmp_path: Path,
    there: tuple[str, ...],
    refused: tuple[str, ...],
    returned: int,
    asked: list[str],
) -> None:
    ended, log = installed(tmp_path, there, refused)
    assert ended == returned
    assert [line.split()[-1] for line in log.splitlines() if WHOLE in line] == asked
