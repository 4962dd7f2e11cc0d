"""Runs crawls in threads of their own, and tells how they end: state, log, event."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from relay_cloud.cloud import Scope
from relay_cloud.crawler.book import CrawlBook
from relay_cloud.crawler.catalog import Catalog
from relay_cloud.crawler.crawl import Stopped, Store, Watch, crawl
from relay_cloud.crawler.crawl_events import crawler_state_change
from relay_cloud.crawler.crawls import LOG_GROUP, Crawl, CrawlState
from relay_cloud.crawler.targets import plan_of


class Announce(Protocol):
    """Where a crawl tells what it does; `seam.py` implements it."""

    def put_event(self, scope: Scope, event: Mapping[str, Any]) -> None:
        """Put an event on the default bus."""

    def put_logs(self, scope: Scope, group: str, stream: str, batch: Sequence[tuple[int, str]]) -> None:
        """Append (epoch milliseconds, message) to a log stream, which is made when missing."""


Clients = Callable[[str, str], tuple[Store, Catalog]]
"""(account, region) -> where to crawl, and where to write."""


class Worker:
    """Starts crawls; several run at once."""

    def __init__(self, announce: Announce, clients: Clients, book: CrawlBook) -> None:
        self._announce, self._clients, self._book = announce, clients, book

    def start(self, scope: Scope, crawler: Mapping[str, Any], begun: Crawl) -> None:
        """Crawl by a crawler's definition, in the background."""
        threading.Thread(target=self._run, args=(scope, crawler, begun), daemon=True, name="crawl").start()

    def _run(self, scope: Scope, crawler: Mapping[str, Any], begun: Crawl) -> None:
        def log(message: str) -> None:
            line = (time.time_ns() // 1_000_000, f"[{begun.id}] {message}")
            self._announce.put_logs(scope, LOG_GROUP, begun.crawler, [line])

        self._tell(scope, begun)
        log(f"BENCHMARK : Running Start Crawl for Crawler {begun.crawler}")
        watch = Watch(log, lambda: self._book.is_stopping(scope, begun))
        try:
            changes = crawl(plan_of(crawler), begun.id, *self._clients(*scope), watch)
            ended = replace(begun, state=CrawlState.COMPLETED, changes=changes)
            log("BENCHMARK : Finished writing to Catalog")
        except Stopped:
            ended = replace(begun, state=CrawlState.STOPPED)
        except Exception as error:
            ended = replace(begun, state=CrawlState.FAILED, error=str(error) or type(error).__name__)
            log(f"ERROR : {ended.error}")
        log("BENCHMARK : Crawler has finished running and is in state READY")
        ended = replace(ended, ended=time.time())
        # The event goes out only when GetCrawler shows the end.
        if self._book.end(scope, ended):
            self._tell(scope, ended)

    def _tell(self, scope: Scope, about: Crawl) -> None:
        event = crawler_state_change(
            about, event_id=str(uuid.uuid4()), account=scope.account, region=scope.region
        )
        if event is not None:
            self._announce.put_event(scope, event)
