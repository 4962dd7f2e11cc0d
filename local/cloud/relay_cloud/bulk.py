"""A way to fill a table that AWS does not have, for benchmarks: `POST /_relay/copies` with
`{"table", "partitionKey", "sortKey", "prefix", "count"}` stores copies of an item under other partition keys.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

PATH = "/_relay/copies"


def with_copies(app: Any, copy: Callable[[Mapping[str, Any]], int]) -> Any:
    """The ASGI application with the path in front; `copy` takes the body and says how many it made."""

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] != PATH:
            await app(scope, receive, send)
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        copied = await asyncio.to_thread(copy, json.loads(body))
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps({"copied": copied}).encode()})

    return serve
