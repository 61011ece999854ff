"""What is said to an organiser instead of changing a selection."""

from collections.abc import Iterable


class CannotChoose(Exception):
    """Refused; nothing was changed. `code` is a key of leaderboard.selection.words.REASONS,
    `details` what it is about."""

    def __init__(self, code: str, details: Iterable[str] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.details = tuple(details)
