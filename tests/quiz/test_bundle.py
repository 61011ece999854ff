"""Modules become one packed script that does what they did, and that old phones understand."""

import shutil
import subprocess
from pathlib import Path

import pytest

from quiz import bundle, lazy, pages
from quiz.sittings import phone_page
from tests.house.test_front_end import findings
from tests.processes import ROOT, missing

STATIC = ROOT / "frontend" / "static"
SAYS = """
import { sum, say } from "./deep/other.js";
const odd = [1, 2].map((one) => sum(one) + +one - -one);
/* A comment; // with another one */
let far = 3;
const steps = [far++ + 2, far-- - 1, 4 / 2 / 1, /a - b/.source, `x ${far}  y`, "a + b"];
const { long = 5, other } = { other: null };
const heard = [];
const hear = (name) => {
  heard.push(name);
  return { name, [name]: name.length };
};
function inTurn() {
  const first = hear("first");
  const { name } = hear("second");
  const given = { first };
  const { first: again, [name]: none = given } = { ...given };
  const [third] = [hear("third")];
  return again === first && none === given && third.third === 5;
}
"""
OTHER = """
// What it gives away.
export const sum = (a, b = 1) => a + b;
export function say(...words) {
  return words.join(" ");
}
"""
REST = """
export function tell() {
  const text = say(...odd, ...steps, long, other?.x ?? "nothing", typeof later, inTurn(), heard);
  function later() {}
  return text;
}
console.log(tell());
"""


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    """A module with another one that it needs."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "other.js").write_text(OTHER, "utf-8")
    (tmp_path / "entry.js").write_text(SAYS + REST, "utf-8")
    return tmp_path / "entry.js"


def run(where: Path, code: str) -> str:
    """What Node says when it runs the code as a module."""
    own = ROOT / ".venv/node/bin/node"
    node = str(own) if own.exists() else shutil.which("node")
    if not node:
        missing("node IS NOT INSTALLED")
    file = where / "packed.mjs"
    file.write_text(code, "utf-8")
    done = subprocess.run([node, str(file)], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


def test_packing_changes_no_meaning(entry: Path) -> None:
    said = run(entry.parent, bundle.flatten(entry))
    assert said == "4 7 5 3 2 a - b x 3  y a + b 5 nothing function true first,second,third\n"
    packed = bundle.script(entry)
    assert run(entry.parent, packed) == said
    assert "comment" not in packed
    assert len(packed) < len(bundle.flatten(entry)) * 0.8


def test_one_name_is_left_for_others(entry: Path) -> None:
    code = f"{bundle.library(entry, 'tell')};console.log(typeof tell)"
    assert run(entry.parent, code).splitlines()[1] == "function"


def test_what_is_no_script_is_refused(tmp_path: Path) -> None:
    (tmp_path / "entry.js").write_text("const = 3;\n")
    with pytest.raises(subprocess.CalledProcessError):
        bundle.script(tmp_path / "entry.js")


@pytest.mark.parametrize("face", [pages.PHONE, phone_page.HALL], ids=lambda one: one.entry)
def test_what_a_page_runs_is_of_the_floor(face: pages.Face, tmp_path: Path) -> None:
    file = tmp_path / "packed.js"
    file.write_text(bundle.script(STATIC / face.entry), "utf-8")
    assert findings(file) == []


@pytest.mark.parametrize("part", [lazy.PHONE, phone_page.LATER], ids=lambda one: one.entry)
def test_what_comes_later_is_of_the_floor(part: lazy.Part, tmp_path: Path) -> None:
    file = tmp_path / "packed.js"
    file.write_text(bundle.library(STATIC / part.entry, part.exports), "utf-8")
    assert findings(file) == []
