"""What the models see of a contact, and the split into training and held-out rows."""

from pyspark.ml import Pipeline
from pyspark.ml.feature import OneHotEncoder, StringIndexer, VectorAssembler
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from bank_deposit import AFTER_CALL
from bank_deposit.schema import CONTACT_ROWS, DEPOSIT, DURATION, NO, YES

VECTOR, LABEL = "features", "label"
HELD_OUT_SHARE = 20
_SEED = 42
_CATEGORIES = (
    "job", "marital", "education", "default", "housing", "loan", "contact", "month", "poutcome",
)  # fmt: skip
_QUANTITIES = ("age", "size_of_balance", "day", "campaign", "previous", "contacted_before", "since_contact")
_LENGTH_OF_CALL = "length_of_call"


def split_name(variant: str) -> str:
    """The split of a variant, as evaluations name it: those of two variants cannot be compared."""
    return f"hash-{100 - HELD_OUT_SHARE}-{HELD_OUT_SHARE}-{variant}"


def with_features(contacts: DataFrame) -> DataFrame:
    """Contacts as CONTACTS_SCHEMA, with quantities for the models and a label: 1 for a deposit, 0 for none,
    null where it is not known.

    Balances and durations have long tails, so models see their logarithm. A contact that was never made has
    -1 as days since then, which is no quantity: it becomes a flag of its own.
    """
    balance, known = F.col("balance"), F.col("pdays") >= 0
    return contacts.withColumns(
        {
            "size_of_balance": F.signum(balance) * F.log1p(F.abs(balance)),
            "contacted_before": known.cast("double"),
            "since_contact": F.when(known, F.log1p("pdays")).otherwise(0.0),
            _LENGTH_OF_CALL: F.log1p(DURATION),
            LABEL: F.when(F.col(DEPOSIT) == YES, 1.0).when(F.col(DEPOSIT) == NO, 0.0),
        }
    )


def is_held_out() -> Column:
    """Whether a row is held out of training, by a hash of what is known of it but its deposit.

    It depends on nothing else: the same row is on the same side in any file, order and number of partitions,
    and copies of a row are never on both sides.
    """
    known = [F.col(name) for name in CONTACT_ROWS.names if name != DEPOSIT]
    return F.pmod(F.xxhash64(F.lit(_SEED), *known), F.lit(100)) < HELD_OUT_SHARE


def encoder(variant: str) -> Pipeline:
    """Categories as one-hot vectors beside the quantities, in one vector. A category that training did not
    know is a value of its own and fails nothing.
    """
    quantities = [*_QUANTITIES, *([_LENGTH_OF_CALL] if variant == AFTER_CALL else [])]
    indexes = [f"{name}_index" for name in _CATEGORIES]
    vectors = [f"{name}_vector" for name in _CATEGORIES]
    return Pipeline(
        stages=[
            StringIndexer(inputCols=list(_CATEGORIES), outputCols=indexes, handleInvalid="keep"),
            OneHotEncoder(inputCols=indexes, outputCols=vectors, handleInvalid="keep"),
            VectorAssembler(inputCols=[*quantities, *vectors], outputCol=VECTOR),
        ]
    )
