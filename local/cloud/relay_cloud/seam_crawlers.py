"""Puts our crawlers in place of MiniStack's, which change state and crawl nothing.

Their definitions stay MiniStack's, so that its CloudFormation makes, changes and deletes them as before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from relay_cloud.cloud import Scope
from relay_cloud.crawler.service import Crawlers

Response = tuple[int, dict[str, str], bytes]
Call = Callable[[Scope, Mapping[str, Any]], dict[str, Any]]
Handler = Callable[[dict[str, Any]], Response]


def install(glue: Any, crawlers: Crawlers, handler: Callable[[Call], Handler]) -> None:
    """Take over MiniStack's crawler functions, and answer the calls that it does not know.

    `handler` makes a function of MiniStack of a call.
    """
    glue._start_crawler = handler(crawlers.start)
    glue._stop_crawler = handler(crawlers.stop)
    glue._get_crawler = handler(crawlers.get)
    glue._get_crawlers = handler(crawlers.get_all)
    glue._get_crawler_metrics = handler(crawlers.metrics)
    glue._create_crawler = _guarded(glue._create_crawler, handler(_nothing(crawlers.check)))
    glue._update_crawler = _guarded(glue._update_crawler, handler(_nothing(crawlers.check)))
    glue._delete_crawler = _guarded(
        glue._delete_crawler,
        handler(_nothing(lambda where, data: crawlers.forget(where, str(data.get("Name"))))),
    )
    _answer_more(
        glue,
        {
            "ListCrawls": handler(crawlers.list_crawls),
            "ListCrawlers": handler(crawlers.list_names),
            "BatchGetCrawlers": handler(crawlers.batch_get),
        },
    )
    reset = glue.reset

    def reset_all() -> None:
        crawlers.reset()
        reset()

    glue.reset = reset_all


def _nothing(check: Callable[[Scope, Mapping[str, Any]], None]) -> Call:
    def call(where: Scope, data: Mapping[str, Any]) -> dict[str, Any]:
        check(where, data)
        return {}

    return call


def _guarded(function: Handler, check: Handler) -> Handler:
    """The function, where the check before it answers with 200."""

    def call(data: dict[str, Any]) -> Response:
        checked = check(data)
        return function(data) if checked[0] == 200 else checked

    return call


def _answer_more(glue: Any, handlers: Mapping[str, Handler]) -> None:
    known = glue._handle_request_sync

    def handle(method: str, path: str, headers: Mapping[str, str], body: bytes, query_params: Any) -> Any:
        own = handlers.get(headers.get("x-amz-target", "").rpartition(".")[2])
        return own(json.loads(body or b"{}")) if own else known(method, path, headers, body, query_params)

    glue._handle_request_sync = handle
