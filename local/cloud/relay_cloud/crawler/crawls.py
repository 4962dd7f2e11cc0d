"""The record of a crawler's crawls, and how GetCrawler, ListCrawls and GetCrawlerMetrics show them.

Source of states and fields: botocore's Glue model (CrawlerState, LastCrawlInfo, CrawlerHistory).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median
from typing import Any

from relay_cloud.crawler.changes import Changes

LOG_GROUP = "/aws-glue/crawlers"
_DPUS = 2.0
_HOUR = 3600.0


class CrawlState(StrEnum):
    """`CrawlerHistoryState`."""

    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    STOPPED = "STOPPED"


_LAST_STATUS = {
    CrawlState.COMPLETED: "SUCCEEDED",
    CrawlState.FAILED: "FAILED",
    CrawlState.STOPPED: "CANCELLED",
}


@dataclass(frozen=True, slots=True)
class Crawl:
    """One crawl. Times are epoch seconds."""

    id: str
    crawler: str
    started: float
    state: CrawlState = CrawlState.RUNNING
    ended: float | None = None
    stopping: bool = False
    error: str | None = None
    changes: Changes = field(default_factory=Changes)

    def seconds(self, now: float) -> float:
        """How long it ran, or runs by now."""
        return (self.ended if self.ended is not None else now) - self.started


def crawler_state(crawls: Sequence[Crawl]) -> str:
    """`State` of a crawler with these crawls, the newest last."""
    if not crawls or crawls[-1].state is not CrawlState.RUNNING:
        return "READY"
    return "STOPPING" if crawls[-1].stopping else "RUNNING"


def shown_on_crawler(crawls: Sequence[Crawl], now: float) -> dict[str, Any]:
    """The fields of GetCrawler that come from crawls. `CrawlElapsedTime` is in milliseconds."""
    state = crawler_state(crawls)
    elapsed = 0 if state == "READY" else int(crawls[-1].seconds(now) * 1000)
    shown: dict[str, Any] = {"State": state, "CrawlElapsedTime": elapsed}
    ended = [crawl for crawl in crawls if crawl.state is not CrawlState.RUNNING]
    if ended:
        last = ended[-1]
        shown["LastCrawl"] = {
            "Status": _LAST_STATUS[last.state],
            **({"ErrorMessage": last.error} if last.error else {}),
            **_place(last),
            "StartTime": round(last.started, 3),
        }
    return shown


def history_entry(crawl: Crawl, now: float) -> dict[str, Any]:
    """The crawl as ListCrawls shows it."""
    optional: dict[str, Any] = {
        "EndTime": None if crawl.ended is None else round(crawl.ended, 3),
        "Summary": crawl.changes.summary(),
        "ErrorMessage": crawl.error,
    }
    return {
        "CrawlId": crawl.id,
        "State": crawl.state.value,
        "StartTime": round(crawl.started, 3),
        **{name: value for name, value in optional.items() if value is not None},
        **_place(crawl),
        "DPUHour": round(_DPUS * crawl.seconds(now) / _HOUR, 6),
    }


def metrics_of(name: str, crawls: Sequence[Crawl], now: float) -> dict[str, Any]:
    """The crawler's entry in GetCrawlerMetrics; tables are those of all its crawls."""
    runtimes = [crawl.seconds(now) for crawl in crawls if crawl.ended is not None]
    return {
        "CrawlerName": name,
        "TimeLeftSeconds": 0.0,
        "StillEstimating": crawler_state(crawls) != "READY",
        "LastRuntimeSeconds": round(runtimes[-1], 3) if runtimes else 0.0,
        "MedianRuntimeSeconds": round(median(runtimes), 3) if runtimes else 0.0,
        "TablesCreated": sum(len(crawl.changes.tables_added) for crawl in crawls),
        "TablesUpdated": sum(len(crawl.changes.tables_updated) for crawl in crawls),
        "TablesDeleted": sum(len(crawl.changes.tables_deleted) for crawl in crawls),
    }


def _place(crawl: Crawl) -> dict[str, str]:
    return {"LogGroup": LOG_GROUP, "LogStream": crawl.crawler, "MessagePrefix": crawl.id}
