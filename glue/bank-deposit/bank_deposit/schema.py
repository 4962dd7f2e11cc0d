"""The columns of the pipeline's data sets: the contract between its steps."""

from pyspark.sql import types as T
from relay_job import ColumnRule, RowSchema

DEPOSIT, DURATION, MONTH = "deposit", "duration", "month"
YES, NO = "yes", "no"
_FLAG = (YES, NO)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

#: The input as it should be: what does not fit is put aside. Files to be scored come without the deposit.
CONTACT_ROWS = RowSchema(
    columns=(
        ColumnRule("age", T.IntegerType(), least=16, greatest=120),
        ColumnRule("job", T.StringType()),
        ColumnRule("marital", T.StringType()),
        ColumnRule("education", T.StringType()),
        ColumnRule("default", T.StringType(), allowed=_FLAG),
        ColumnRule("balance", T.DoubleType()),
        ColumnRule("housing", T.StringType(), allowed=_FLAG),
        ColumnRule("loan", T.StringType(), allowed=_FLAG),
        ColumnRule("contact", T.StringType()),
        ColumnRule("day", T.IntegerType(), least=1, greatest=31),
        ColumnRule(MONTH, T.StringType(), allowed=MONTHS),
        ColumnRule(DURATION, T.IntegerType(), least=0),
        ColumnRule("campaign", T.IntegerType(), least=0),
        ColumnRule("pdays", T.IntegerType(), least=-1),
        ColumnRule("previous", T.IntegerType(), least=0),
        ColumnRule("poutcome", T.StringType()),
        ColumnRule(DEPOSIT, T.StringType(), required=False, allowed=_FLAG, optional=True),
    )
)
CONTACTS_SCHEMA = CONTACT_ROWS.types

#: What ``clean`` writes below ``processed/``, in folders by month; its crawler looks there.
CONTACTS = "contacts"

#: What the predictions say of a contact, beside the score.
SHOWN = ("age", "job", "marital", "education", "balance", "contact", DEPOSIT)
