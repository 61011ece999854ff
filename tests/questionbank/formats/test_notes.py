import re
from pathlib import Path

from questionbank import formats
from questionbank.formats.notes import WORDS
from questionbank.messages import WORDS as PROBLEMS

MADE = re.compile(r"\b(?:error|warning|info|told)\(\s*\"([a-z_]+)\"")


def test_every_note_that_a_reader_can_make_has_its_words() -> None:
    """Notes of the rules' own codes have theirs in questionbank.messages."""
    folder = Path(formats.__file__).parent
    made = {
        (code, path.name) for path in folder.glob("*.py") for code in MADE.findall(path.read_text())
    }
    assert {
        (code, name) for code, name in made if code not in WORDS and code not in PROBLEMS
    } == set()
