"""What two texts have in common once everything that hides a copy is taken away."""

import unicodedata


def folded(text: str) -> str:
    """For searching: full-width forms, case and runs of space no longer differ."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
