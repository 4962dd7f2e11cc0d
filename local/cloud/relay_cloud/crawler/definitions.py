"""Tables and partitions as a crawler writes them: formats, SerDes and parameters.

Sources: the formats are Hive's; parameters as in the tables that AWS's own examples show
(docs.aws.amazon.com/glue/latest/dg/table-properties-crawler.html).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from relay_cloud.crawler.grouping import Leaf, Partition, Table
from relay_cloud.crawler.schema import Schema, merged

_TEXT = (
    "org.apache.hadoop.mapred.TextInputFormat",
    "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
)
_PARQUET = (
    "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
    "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
)
_SERDES = {
    "csv": "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
    "json": "org.openx.data.jsonserde.JsonSerDe",
    "parquet": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
}


def table_input(bucket: str, name: str, table: Table, crawler: str, crawl_id: str) -> dict[str, Any]:
    """The `TableInput` of a table. Partition keys are strings."""
    leaves = [leaf for part in table.partitions for leaf in part.leaves]
    columns = _without(table.schema, table.keys)
    parameters = _parameters(columns, leaves, crawler, crawl_id)
    if table.keys:
        parameters["partition_filtering.enabled"] = "true"
    return {
        "Name": name,
        "Owner": "owner",
        "Retention": 0,
        "TableType": "EXTERNAL_TABLE",
        "PartitionKeys": [{"Name": key, "Type": "string"} for key in table.keys],
        "Parameters": parameters,
        "StorageDescriptor": _storage(f"s3://{bucket}/{table.prefix}", columns, parameters),
    }


def partition_input(
    bucket: str, table: Table, part: Partition, crawler: str, crawl_id: str, columns: Schema | None = None
) -> dict[str, Any]:
    """The `PartitionInput` of a partition, with columns of its own unless ``columns`` are given."""
    own = columns or _without(merged(leaf.schema for leaf in part.leaves), table.keys)
    parameters = _parameters(own, part.leaves, crawler, crawl_id)
    storage = _storage(f"s3://{bucket}/{part.prefix}", own, parameters)
    return {"Values": list(part.values), "Parameters": parameters, "StorageDescriptor": storage}


def _storage(location: str, schema: Schema, parameters: Mapping[str, str]) -> dict[str, Any]:
    read, written = _PARQUET if schema.classification == "parquet" else _TEXT
    return {
        "Columns": [{"Name": name, "Type": kind} for name, kind in schema.columns.items()],
        "Location": location,
        "InputFormat": read,
        "OutputFormat": written,
        "Compressed": schema.compression != "none",
        "NumberOfBuckets": -1,
        "SerdeInfo": {
            "SerializationLibrary": _SERDES[schema.classification],
            "Parameters": _serde_parameters(schema),
        },
        "BucketColumns": [],
        "SortColumns": [],
        "Parameters": dict(parameters),
        "StoredAsSubDirectories": False,
    }


def _serde_parameters(schema: Schema) -> dict[str, str]:
    if schema.classification == "csv":
        return {"field.delim": schema.settings["delimiter"]}
    if schema.classification == "json":
        return {"paths": ",".join(sorted(schema.columns))}
    return {"serialization.format": "1"}


def _parameters(schema: Schema, leaves: Iterable[Leaf], crawler: str, crawl_id: str) -> dict[str, str]:
    sizes = [(leaf.size, leaf.schema.record_bytes) for leaf in leaves]
    parameters = {
        "CRAWL_RUN_ID": crawl_id,
        "CrawlerSchemaDeserializerVersion": "1.0",
        "CrawlerSchemaSerializerVersion": "1.0",
        "UPDATED_BY_CRAWLER": crawler,
        "averageRecordSize": str(schema.record_bytes),
        "classification": schema.classification,
        "compressionType": schema.compression,
        "objectCount": str(len(sizes)),
        "recordCount": str(sum(round(size / record) for size, record in sizes)),
        "sizeKey": str(sum(size for size, _ in sizes)),
        "typeOfData": "file",
    }
    if schema.classification == "csv":
        parameters |= {
            "areColumnsQuoted": "false",
            "columnsOrdered": "true",
            "delimiter": schema.settings["delimiter"],
        }
        if "header" in schema.settings:
            parameters["skip.header.line.count"] = schema.settings["header"]
    return parameters


def _without(schema: Schema, keys: Iterable[str]) -> Schema:
    """The schema without the columns that are partition keys: Hive takes a name once."""
    left_out = set(keys)
    columns = {name: kind for name, kind in schema.columns.items() if name not in left_out}
    return Schema(
        schema.classification, columns, schema.compression, schema.records, schema.bytes, schema.settings
    )
