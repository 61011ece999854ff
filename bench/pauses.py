"""Pauses of the garbage collector in this process."""

import gc
from time import perf_counter_ns
from typing import Any


class Pauses:
    """The longest and the number of collections since the last `reset`."""

    def __init__(self) -> None:
        self._began = 0
        self.reset()
        gc.callbacks.append(self._heard)

    def reset(self) -> None:
        self.count = 0
        self.longest_ns = 0

    def _heard(self, phase: str, _info: dict[str, Any]) -> None:
        if phase == "start":
            self._began = perf_counter_ns()
        else:
            self.count += 1
            self.longest_ns = max(self.longest_ns, perf_counter_ns() - self._began)
