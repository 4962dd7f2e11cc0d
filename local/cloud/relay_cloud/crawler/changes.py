"""What a crawl changed in the catalog, and how ListCrawls says so."""

from __future__ import annotations

import json
from dataclasses import dataclass, field


@dataclass(slots=True)
class Changes:
    """Names of tables, and counts of partitions."""

    tables_added: list[str] = field(default_factory=list)
    tables_updated: list[str] = field(default_factory=list)
    tables_deleted: list[str] = field(default_factory=list)
    partitions_added: int = 0
    partitions_updated: int = 0
    partitions_deleted: int = 0

    def summary(self) -> str | None:
        """`Summary` of ListCrawls; None where nothing changed, as AWS leaves it out.

        JSON whose values are JSON texts again: under `TABLE` and there under `ADD`, for example, the text
        `{"Details":{"names":["raw"]},"Count":1}`.
        """
        tables = {"ADD": self.tables_added, "UPDATE": self.tables_updated, "DELETE": self.tables_deleted}
        partitions = {
            "ADD": self.partitions_added,
            "UPDATE": self.partitions_updated,
            "DELETE": self.partitions_deleted,
        }
        shown = {
            "TABLE": {
                kind: json.dumps({"Details": {"names": names}, "Count": len(names)}, separators=(",", ":"))
                for kind, names in tables.items()
                if names
            },
            "PARTITION": {kind: json.dumps({"Count": count}) for kind, count in partitions.items() if count},
        }
        if not any(shown.values()):
            return None
        return json.dumps(shown, separators=(",", ":"))

    def counts(self) -> dict[str, str]:
        """The counts in an event, as texts."""
        return {
            "tablesCreated": str(len(self.tables_added)),
            "tablesUpdated": str(len(self.tables_updated)),
            "tablesDeleted": str(len(self.tables_deleted)),
            "partitionsCreated": str(self.partitions_added),
            "partitionsUpdated": str(self.partitions_updated),
            "partitionsDeleted": str(self.partitions_deleted),
        }
