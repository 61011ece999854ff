"""The starter bank as it is shipped, read once in a process for all tests that look into it."""

from functools import cache

from questionbank.loading import DATA, Loaded, read_questions
from questionbank.messages import Fault

FILES = sorted((DATA / "questions").glob("*.yaml"))


@cache
def read() -> tuple[list[Loaded], list[Fault]]:
    """Its sound questions, and the faults of the others."""
    loaded: list[Loaded] = []
    faults: list[Fault] = []
    for path in FILES:
        sound, wrong = read_questions(path)
        loaded += sound
        faults += wrong
    return loaded, faults


def picture(name: str) -> bytes:
    """One of its pictures, a WebP file; drawing it anew takes half a second."""
    return (DATA / "questions/pictures" / f"{name}.webp").read_bytes()
