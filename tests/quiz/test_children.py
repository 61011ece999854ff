"""Commands of ours that run beside the server begin on the event loop of each of the two."""

import asyncio
from collections.abc import Callable

import pytest
import uvloop

from quiz import children


@pytest.mark.slow
@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_a_child_begins_whichever_server_starts_it(
    loop: Callable[[], asyncio.AbstractEventLoop],
) -> None:
    with asyncio.Runner(loop_factory=loop) as runner:
        assert runner.run(children.run("check", "--tag", "none_of_these")) != 0
        assert runner.run(children.run("version")) == 0
