"""The crawler API: StartCrawler, StopCrawler, ListCrawls and what crawls add to GetCrawler and the others.

Definitions of crawlers are MiniStack's. Crawls run in threads of their own, one of a crawler at a time.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from relay_cloud.crawler import crawls, history
from relay_cloud.crawler.catalog import Catalog
from relay_cloud.crawler.changes import Changes
from relay_cloud.crawler.crawl import Stopped, Store, Watch, crawl
from relay_cloud.crawler.crawl_events import crawler_state_change
from relay_cloud.crawler.crawls import LOG_GROUP, Crawl, CrawlState
from relay_cloud.crawler.targets import plan_of, s3_targets
from relay_cloud.errors import GlueError, invalid_input, not_found
from relay_cloud.runs import Scope

KEPT_CRAWLS = 1_000
_DEFAULTS: Mapping[str, Any] = {
    "SchemaChangePolicy": {
        "UpdateBehavior": "UPDATE_IN_DATABASE",
        "DeleteBehavior": "DEPRECATE_IN_DATABASE",
    },
    "RecrawlPolicy": {"RecrawlBehavior": "CRAWL_EVERYTHING"},
    "LineageConfiguration": {"CrawlerLineageSettings": "DISABLE"},
}


class Cloud(Protocol):
    """What crawls need from the cloud around them; `seam.py` implements it."""

    def crawlers(self, scope: Scope) -> Mapping[str, Mapping[str, Any]]:
        """Every crawler's definition by name."""

    def put_event(self, scope: Scope, event: Mapping[str, Any]) -> None:
        """Put an event on the default bus."""

    def put_logs(self, scope: Scope, group: str, stream: str, batch: Sequence[tuple[int, str]]) -> None:
        """Append (epoch milliseconds, message) to a log stream, which is made when missing."""


Clients = Callable[[str, str], tuple[Store, Catalog]]
"""(account, region) -> where to crawl, and where to write."""


class Crawlers:
    """All crawlers of the cloud. Its methods are called from any thread."""

    def __init__(self, cloud: Cloud, clients: Clients) -> None:
        self._cloud = cloud
        self._clients = clients
        self._lock = threading.RLock()
        self._crawls: dict[tuple[Scope, str], list[Crawl]] = {}

    def start(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """StartCrawler."""
        crawler = self._definition(scope, request)
        with self._lock:
            self._refuse_while_busy(scope, crawler["Name"])
            made = Crawl(str(uuid.uuid4()), crawler["Name"], time.time())
            self._crawls[(scope, made.crawler)] = [*self._of(scope, made.crawler), made][-KEPT_CRAWLS:]
        run = threading.Thread(target=self._run, args=(scope, crawler, made), daemon=True, name="crawl")
        run.start()
        return {}

    def stop(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """StopCrawler: the crawler is STOPPING until the object that is being read is done with."""
        name = self._definition(scope, request)["Name"]
        with self._lock:
            state = crawls.crawler_state(self._of(scope, name))
            if state == "READY":
                raise GlueError("CrawlerNotRunningException", f"Crawler with name {name} isn't running")
            if state == "STOPPING":
                raise GlueError("CrawlerStoppingException", f"Crawler with name {name} is stopping")
            *before, last = self._of(scope, name)
            self._crawls[(scope, name)] = [*before, replace(last, stopping=True)]
        return {}

    def get(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """GetCrawler."""
        return {"Crawler": self._shown(scope, self._definition(scope, request))}

    def get_all(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """GetCrawlers."""
        shown = [self._shown(scope, crawler) for crawler in self._cloud.crawlers(scope).values()]
        return history.page("Crawlers", shown, request)

    def list_names(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """ListCrawlers."""
        return history.page("CrawlerNames", list(self._cloud.crawlers(scope)), request)

    def batch_get(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """BatchGetCrawlers."""
        names, known = list(request.get("CrawlerNames") or ()), self._cloud.crawlers(scope)
        return {
            "Crawlers": [self._shown(scope, known[name]) for name in names if name in known],
            "CrawlersNotFound": [name for name in names if name not in known],
        }

    def list_crawls(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """ListCrawls: newest first."""
        name = self._definition(scope, {"Name": request.get("CrawlerName")})["Name"]
        now = time.time()
        with self._lock:
            entries = [crawls.history_entry(each, now) for each in reversed(self._of(scope, name))]
        return history.page("Crawls", history.filtered(entries, request.get("Filters") or ()), request)

    def metrics(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """GetCrawlerMetrics."""
        known = self._cloud.crawlers(scope)
        asked = [name for name in request.get("CrawlerNameList") or known if name in known]
        with self._lock:
            shown = [crawls.metrics_of(name, self._of(scope, name), time.time()) for name in asked]
        return history.page("CrawlerMetricsList", shown, request)

    def check(self, scope: Scope, request: Mapping[str, Any]) -> None:
        """What CreateCrawler and UpdateCrawler are asked for. Raises InvalidInputException, or
        CrawlerRunningException while it crawls.
        """
        if "Targets" in request:
            s3_targets(request["Targets"] or {})
        self._refuse_while_busy(scope, str(request.get("Name")))

    def forget(self, scope: Scope, name: str) -> None:
        """Drop the record of a deleted crawler. Raises CrawlerRunningException while it crawls."""
        self._refuse_while_busy(scope, name)
        with self._lock:
            self._crawls.pop((scope, name), None)

    def reset(self) -> None:
        """Stop and forget everything (MiniStack's reset)."""
        with self._lock:
            self._crawls.clear()

    # ---- inside

    def _of(self, scope: Scope, name: str) -> list[Crawl]:
        return self._crawls.get((scope, name), [])

    def _definition(self, scope: Scope, request: Mapping[str, Any]) -> Mapping[str, Any]:
        name = request.get("Name")
        if not isinstance(name, str) or not name:
            raise invalid_input("The name of a crawler is required")
        crawler = self._cloud.crawlers(scope).get(name)
        if crawler is None:
            raise not_found(f"Crawler with name {name} does not exist")
        return crawler

    def _shown(self, scope: Scope, crawler: Mapping[str, Any]) -> dict[str, Any]:
        with self._lock:
            of_crawls = crawls.shown_on_crawler(self._of(scope, str(crawler["Name"])), time.time())
        given = {name: value for name, value in crawler.items() if value not in (None, "", {}, [])}
        return {**_DEFAULTS, **given, **of_crawls}

    def _refuse_while_busy(self, scope: Scope, name: str) -> None:
        with self._lock:
            if crawls.crawler_state(self._of(scope, name)) != "READY":
                raise GlueError("CrawlerRunningException", f"Crawler with name {name} has already started")

    def _run(self, scope: Scope, crawler: Mapping[str, Any], begun: Crawl) -> None:
        def log(message: str) -> None:
            line = (time.time_ns() // 1_000_000, f"[{begun.id}] {message}")
            self._cloud.put_logs(scope, LOG_GROUP, begun.crawler, [line])

        self._tell(scope, begun)
        log(f"BENCHMARK : Running Start Crawl for Crawler {begun.crawler}")
        try:
            watch = Watch(log, lambda: self._is_stopping(scope, begun))
            changes = crawl(plan_of(crawler), begun.id, *self._clients(*scope), watch)
            ended = replace(begun, state=CrawlState.COMPLETED, changes=changes)
            log("BENCHMARK : Finished writing to Catalog")
        except Stopped:
            ended = replace(begun, state=CrawlState.STOPPED, changes=Changes())
        except Exception as error:
            ended = replace(begun, state=CrawlState.FAILED, error=f"{error}")
            log(f"ERROR : {error}")
        log("BENCHMARK : Crawler has finished running and is in state READY")
        self._end(scope, replace(ended, ended=time.time()))

    def _is_stopping(self, scope: Scope, begun: Crawl) -> bool:
        with self._lock:
            known = self._of(scope, begun.crawler)
            return not known or known[-1].id != begun.id or known[-1].stopping

    def _end(self, scope: Scope, ended: Crawl) -> None:
        """Record the end, then tell: the event goes out only when GetCrawler shows it."""
        with self._lock:
            known = self._of(scope, ended.crawler)
            if not known or known[-1].id != ended.id:
                return
            self._crawls[(scope, ended.crawler)] = [*known[:-1], ended]
        self._tell(scope, ended)

    def _tell(self, scope: Scope, about: Crawl) -> None:
        event = crawler_state_change(
            about, event_id=str(uuid.uuid4()), account=scope.account, region=scope.region
        )
        if event is not None:
            self._cloud.put_event(scope, event)
