"""What is in frontend/static runs on an old phone as it is, and never turns text into markup."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house import tree

ACORN = tree.ROOT / "frontend/node_modules/acorn/dist/acorn.mjs"
NODE = tree.ROOT / ".venv/node/bin/node"
# What the server made becomes markup here alone.
PARSER = "frontend/static/editor/parsed.js:"
CHECKER = Path(__file__).parent / "front_end.mjs"


def findings(*paths: str | Path) -> list[str]:
    """What the checker says about JavaScript files; skips without its parser (`make js`)."""
    node = str(NODE) if NODE.exists() else shutil.which("node")
    if not node or not ACORN.exists():
        message = "THE ES2020 CHECK DID NOT RUN: `make js` brings the parser"
        if os.environ.get("HOUSE") == "strict":
            pytest.fail(message)
        pytest.skip(message)
    command = [node, str(CHECKER), str(ACORN), *map(str, paths)]
    done = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def test_every_module_is_es2020_small_and_writes_no_markup() -> None:
    modules = tree.ending(".js", under=("frontend/static",))
    found = findings(*(name for name in modules if "/vendor/" not in name))
    by_the_one_parser = [line for line in found if line.startswith(PARSER)]
    assert len(by_the_one_parser) == 1
    assert found == by_the_one_parser, "\n".join(found)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("const n = 8_000;", "not ES2020"),
        ("class A { #secret = 1; }", "not ES2020"),
        ("let a = null; a ??= 1;", "not ES2020"),
        ("const last = [1].at(-1);", "at"),
        ("const s = 'a'.replaceAll('a', 'b');", "replaceAll"),
        ("const c = structuredClone({});", "structuredClone"),
        ("const r = /(?<=a)b/;", "lookbehind"),
        ("document.body.innerHTML = '';", "innerHTML"),
        ("document.body['outerHTML'] = '';", "outerHTML"),
        ("document.body.insertAdjacentHTML('beforeend', '');", "insertAdjacentHTML"),
        ("document.write('');", "write"),
        ("new DOMParser().parseFromString('', 'text/html');", "parseFromString"),
        ("document.createElement('iframe').srcdoc = '';", "srcdoc"),
        ("export function f() {" + "\n" * 51 + "}", "function of 52 lines of its own"),
    ],
)
def test_the_check_bites(tmp_path: Path, line: str, word: str) -> None:
    module = tmp_path / "module.js"
    module.write_text(line)
    assert [word in found for found in findings(module)] == [True]


@pytest.mark.parametrize(
    "line", ["const x = a?.[0] ?? b?.c;", "const n = 10n ** 2n;", "await import('./x.js');"]
)
def test_es2020_itself_is_fine(tmp_path: Path, line: str) -> None:
    module = tmp_path / "module.js"
    module.write_text(f"export async function f(a, b) {{ {line} return a; }}")
    assert findings(module) == []
