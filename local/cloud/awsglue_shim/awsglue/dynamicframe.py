"""`awsglue.dynamicframe`: not there in local runs, with the reason."""

from __future__ import annotations


class DynamicFrame:
    """Refused: DynamicFrames need AWS's own jar. DataFrames run here and on Glue."""

    def __init__(self, *args: object, **named: object) -> None:
        raise NotImplementedError(
            "DynamicFrame needs AWS's own jar and does not run locally: use a DataFrame"
        )

    @classmethod
    def fromDF(cls, *args: object, **named: object) -> DynamicFrame:
        """Refused, as the class is."""
        return cls(*args, **named)
