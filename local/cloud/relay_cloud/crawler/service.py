"""The crawler API: StartCrawler, StopCrawler, ListCrawls and what crawls add to GetCrawler and the others.

Definitions of crawlers are MiniStack's.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Protocol

from relay_cloud.cloud import Scope
from relay_cloud.crawler import crawls, history
from relay_cloud.crawler.book import CrawlBook
from relay_cloud.crawler.targets import s3_targets
from relay_cloud.crawler.worker import Announce, Clients, Worker
from relay_cloud.errors import invalid_input, not_found

_DEFAULTS: Mapping[str, Any] = {
    "SchemaChangePolicy": {
        "UpdateBehavior": "UPDATE_IN_DATABASE",
        "DeleteBehavior": "DEPRECATE_IN_DATABASE",
    },
    "RecrawlPolicy": {"RecrawlBehavior": "CRAWL_EVERYTHING"},
    "LineageConfiguration": {"CrawlerLineageSettings": "DISABLE"},
}


class Cloud(Announce, Protocol):
    """What crawlers need from the cloud around them; `seam.py` implements it."""

    def crawlers(self, scope: Scope) -> Mapping[str, Mapping[str, Any]]:
        """Every crawler's definition by name."""


class Crawlers:
    """All crawlers of the cloud. Its methods are called from any thread."""

    def __init__(self, cloud: Cloud, clients: Clients) -> None:
        self._cloud = cloud
        self._book = CrawlBook()
        self._worker = Worker(cloud, clients, self._book)

    def start(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """StartCrawler."""
        crawler = self._definition(scope, request)
        self._worker.start(scope, crawler, self._book.begin(scope, crawler["Name"]))
        return {}

    def stop(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """StopCrawler: the crawler is STOPPING until the object that is being read is done with."""
        self._book.ask_to_stop(scope, self._definition(scope, request)["Name"])
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
        entries = [crawls.history_entry(each, now) for each in reversed(self._book.of(scope, name))]
        return history.page("Crawls", history.filtered(entries, request.get("Filters") or ()), request)

    def metrics(self, scope: Scope, request: Mapping[str, Any]) -> dict[str, Any]:
        """GetCrawlerMetrics."""
        known = self._cloud.crawlers(scope)
        asked = [name for name in request.get("CrawlerNameList") or known if name in known]
        shown = [crawls.metrics_of(name, self._book.of(scope, name), time.time()) for name in asked]
        return history.page("CrawlerMetricsList", shown, request)

    def check(self, scope: Scope, request: Mapping[str, Any]) -> None:
        """What CreateCrawler and UpdateCrawler are asked for. Raises InvalidInputException, or
        CrawlerRunningException while it crawls.
        """
        if "Targets" in request:
            s3_targets(request["Targets"] or {})
        self._book.refuse_while_busy(scope, str(request.get("Name")))

    def forget(self, scope: Scope, name: str) -> None:
        """Drop the record of a deleted crawler. Raises CrawlerRunningException while it crawls."""
        self._book.forget(scope, name)

    def reset(self) -> None:
        """Stop and forget everything (MiniStack's reset)."""
        self._book.clear()

    def _definition(self, scope: Scope, request: Mapping[str, Any]) -> Mapping[str, Any]:
        name = request.get("Name")
        if not isinstance(name, str) or not name:
            raise invalid_input("The name of a crawler is required")
        crawler = self._cloud.crawlers(scope).get(name)
        if crawler is None:
            raise not_found(f"Crawler with name {name} does not exist")
        return crawler

    def _shown(self, scope: Scope, crawler: Mapping[str, Any]) -> dict[str, Any]:
        of_crawls = crawls.shown_on_crawler(self._book.of(scope, str(crawler["Name"])), time.time())
        given = {name: value for name, value in crawler.items() if value not in (None, "", {}, [])}
        return {**_DEFAULTS, **given, **of_crawls}
