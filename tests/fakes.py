"""What tests fake: the clock, and nothing else."""

from dataclasses import dataclass

from quiz.rules.units import Millis

# 2026-09-19 00:00 UTC, in the morning of a contest day in Guangdong.
MORNING = Millis(1_789_776_000_000)


@dataclass
class FakeClock:
    """Stands in for quiz.clock: `time` is now; set it, or let it pass by `tick`."""

    time: Millis = MORNING

    def now(self) -> Millis:
        return self.time

    def tick(self, ms: int) -> Millis:
        """Let `ms` milliseconds pass; returns the new now."""
        self.time = Millis(self.time + ms)
        return self.time
