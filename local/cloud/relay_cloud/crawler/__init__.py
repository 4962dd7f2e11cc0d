"""Glue crawlers made real: what lies under their S3 targets becomes tables and partitions of the catalog.

`classify` and its classifiers read one object, `grouping` makes tables of all of them, `definitions` and
`catalog` write these as Glue does, `crawl` is one crawl, `crawls` its record, `service` the API.
"""
