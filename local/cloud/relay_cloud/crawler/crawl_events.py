"""Shapes of the `Glue Crawler State Change` events on the default bus. A stopped crawl has none.

Source: docs.aws.amazon.com/eventbridge/latest/ref/events-ref-glue.html.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from relay_cloud.crawler.crawls import LOG_GROUP, Crawl, CrawlState

_CONSOLE = "https://console.aws.amazon.com/cloudwatch/home?region={region}#logEventViewer:group={group};stream={stream}"


def crawler_state_change(crawl: Crawl, *, event_id: str, account: str, region: str) -> dict[str, Any] | None:
    """The event of a crawl in its state, as a rule target receives it; None where Glue sends none."""
    link = _CONSOLE.format(region=region, group=LOG_GROUP, stream=crawl.crawler)
    own: dict[str, str]
    match crawl.state:
        case CrawlState.RUNNING:
            own = {"state": "Started", "message": "Crawler Started", "startTime": _time(crawl.started)}
        case CrawlState.COMPLETED:
            ended = crawl.ended if crawl.ended is not None else crawl.started
            own = {
                "state": "Succeeded",
                "message": "Crawler Succeeded",
                "completionDate": _time(ended),
                "runningTime (sec)": str(round(ended - crawl.started)),
                **crawl.changes.counts(),
                "warningMessage": "N/A",
                "cloudWatchLogLink": link,
            }
        case CrawlState.FAILED:
            error = crawl.error or "Internal Service Exception"
            own = {
                "state": "Failed",
                "message": "Crawler Failed",
                "errorMessage": error,
                "cloudWatchLogLink": link,
            }
        case CrawlState.STOPPED:
            return None
    return {
        "version": "0",
        "id": event_id,
        "detail-type": "Glue Crawler State Change",
        "source": "aws.glue",
        "account": account,
        "time": _time(crawl.ended if crawl.ended is not None else crawl.started),
        "region": region,
        "resources": [],
        "detail": {"accountId": account, "crawlerName": crawl.crawler, **own},
    }


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
