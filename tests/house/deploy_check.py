"""Runs Django's deployment checks as a production server would see them. `make check` calls it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
PRODUCTION = {
    "DATABASE_URL": "postgres://contest@127.0.0.1:5432/contest",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "SECRET_KEY": "".join(chr(33 + place * 7 % 90) for place in range(64)),
    "ALLOWED_HOSTS": "contest.example.org",
    "ORIGINS": "https://contest.example.org",
    "BEHIND_PROXY": "true",
}


def main() -> int:
    """Return the exit code of `manage.py check --deploy`; a warning counts as an error."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, **PRODUCTION, "DATA_DIR": folder}
        command = [str(PYTHON), "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
