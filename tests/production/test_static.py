"""Collected files: every module finds the modules it imports, under their hashed names."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import ROOT

pytestmark = pytest.mark.slow
IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']""")
# Types that a comment names are imported by nobody.
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("collected")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "COLLECTED": "1",
        "STATIC_ROOT": str(folder),
        "DATA_DIR": str(folder / "data"),
    }
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        check=True,
    )
    return folder


def test_modules_import_hashed_names_that_are_there(collected: Path) -> None:
    named = json.loads((collected / "staticfiles.json").read_text())["paths"]
    ours = [path for name, path in named.items() if (ROOT / "frontend/static" / name).is_file()]
    modules = [collected / path for path in ours if path.endswith(".js")]
    assert modules
    for module in modules:
        code = COMMENT.sub("", module.read_text(encoding="utf-8"))
        for imported in IMPORT.findall(code):
            assert HASHED.search(imported), f"{module.name} imports {imported} without its hash"
            assert (module.parent / imported).is_file(), f"{module.name}: no {imported}"
