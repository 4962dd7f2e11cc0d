"""The HTTP server in front of MiniStack's application: uvicorn, whose parser and event loop are C.

MiniStack brings Hypercorn, whose parser is Python; it took two fifths of this process's CPU.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any

import uvicorn

KEEP_ALIVE_SECONDS = 75
GRACE_SECONDS = 1


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run to the end on uvloop, or on asyncio's own loop on Windows, which uvloop does not know."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(main)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop


async def serve(app: Any, listener: socket.socket, until: Callable[[], Awaitable[None]]) -> None:
    """Answer requests until `until` has returned; what is then being answered has `GRACE_SECONDS`."""
    server = _Server(
        uvicorn.Config(
            app,
            lifespan="on",
            proxy_headers=False,
            date_header=False,  # MiniStack says the date, as AWS does
            server_header=False,
            access_log=False,
            log_config=None,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )

    async def stop() -> None:
        await until()
        server.should_exit = True

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stop())
        await server.serve(sockets=[listener])


class _Server(uvicorn.Server):
    """Leaves signals to who runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
