"""What the log says of boards that lag: enough to be found, not so much that all else is hidden."""

import logging

from quiz.rules.units import Millis

# A look at the journal is taken several times a second, by each process.
AGAIN_MS = 10_000
log = logging.getLogger(__name__)


class Lateness:
    """One process's trouble with its boards: said when it begins, changes, lasts and ends."""

    def __init__(self) -> None:
        self._said, self._at = "", Millis(0)

    def trouble(self, why: str, now: Millis, *, odd: bool = False) -> None:
        """Boards lag since `why`. What is odd comes with its traceback, once."""
        new = why != self._said
        if not new and 0 <= now - self._at < AGAIN_MS:
            return
        self._said, self._at = why, now
        log.log(logging.ERROR if odd else logging.WARNING, "boards are late: %s", why,
                exc_info=odd and new)  # fmt: skip

    def over(self) -> None:
        """Boards stand where the journal stands."""
        if self._said:
            log.warning("boards are up to date again")
        self._said = ""
