"""Every crawler's crawls in memory: one of a crawler at a time."""

from __future__ import annotations

import threading
import time
import uuid
from dataclasses import replace

from relay_cloud.cloud import Scope
from relay_cloud.crawler.crawls import Crawl, crawler_state
from relay_cloud.errors import GlueError

KEPT_CRAWLS = 1_000


class CrawlBook:
    """The record of crawls. Its methods are called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._crawls: dict[tuple[Scope, str], list[Crawl]] = {}

    def of(self, scope: Scope, crawler: str) -> list[Crawl]:
        """The crawls of a crawler, the newest last."""
        with self._lock:
            return list(self._crawls.get((scope, crawler), []))

    def begin(self, scope: Scope, crawler: str) -> Crawl:
        """A new crawl. Raises CrawlerRunningException while one runs."""
        with self._lock:
            self.refuse_while_busy(scope, crawler)
            made = Crawl(str(uuid.uuid4()), crawler, time.time())
            self._crawls[(scope, crawler)] = [*self.of(scope, crawler), made][-KEPT_CRAWLS:]
            return made

    def ask_to_stop(self, scope: Scope, crawler: str) -> None:
        """Mark the crawl that runs. Raises CrawlerNotRunningException, or CrawlerStoppingException where it
        is marked already.
        """
        with self._lock:
            known = self.of(scope, crawler)
            match crawler_state(known):
                case "READY":
                    raise GlueError(
                        "CrawlerNotRunningException", f"Crawler with name {crawler} isn't running"
                    )
                case "STOPPING":
                    raise GlueError("CrawlerStoppingException", f"Crawler with name {crawler} is stopping")
            self._crawls[(scope, crawler)] = [*known[:-1], replace(known[-1], stopping=True)]

    def is_stopping(self, scope: Scope, crawl: Crawl) -> bool:
        """Whether a crawl is to stop, as one that nobody knows any more is."""
        known = self.of(scope, crawl.crawler)
        return not known or known[-1].id != crawl.id or known[-1].stopping

    def end(self, scope: Scope, ended: Crawl) -> bool:
        """Record a crawl's end; False where nobody knows it any more."""
        with self._lock:
            known = self.of(scope, ended.crawler)
            if not known or known[-1].id != ended.id:
                return False
            self._crawls[(scope, ended.crawler)] = [*known[:-1], ended]
            return True

    def refuse_while_busy(self, scope: Scope, crawler: str) -> None:
        """Raise CrawlerRunningException while a crawl runs."""
        if crawler_state(self.of(scope, crawler)) != "READY":
            raise GlueError("CrawlerRunningException", f"Crawler with name {crawler} has already started")

    def forget(self, scope: Scope, crawler: str) -> None:
        """Drop the record of a crawler. Raises CrawlerRunningException while it crawls."""
        with self._lock:
            self.refuse_while_busy(scope, crawler)
            self._crawls.pop((scope, crawler), None)

    def clear(self) -> None:
        """Forget everything; what runs stops."""
        with self._lock:
            self._crawls.clear()
