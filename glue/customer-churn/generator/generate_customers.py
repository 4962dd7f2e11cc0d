"""Write a customer export: CustomerID, Name, Age, Gender, Country, SignupDate, LastPurchaseDate, ...

    python glue/customer-churn/generator/generate_customers.py --out customers.csv --rows 10000

The same arguments give the same bytes. Names come in several scripts, dates in several formats, ages are
missing here and there. ``--bad`` adds rows that do not fit, ``--corrections`` later rows of customers before.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

HEADER = (
    "CustomerID",
    "Name",
    "Age",
    "Gender",
    "Country",
    "SignupDate",
    "LastPurchaseDate",
    "TotalPurchases",
    "TotalSpent",
    "Churned",
)
NAMES = (
    "Zoë Müller",
    "O'Brien, Seán",
    'Anna "Ann" Smith',
    "山田 太郎",
    "Ольга Петрова",
    "محمد علي",
    "Ιωάννα Παπαδοπούλου",
    "김민준",
    "आरव शर्मा",
    "Nguyễn Thị Hoa",
    "José Núñez",
    "דנה כהן",
)
#: Mean spending by country, so that averages differ.
COUNTRIES = {"Germany": 420.0, "Japan": 610.0, "Brazil": 280.0, "India": 190.0, "Côte d'Ivoire": 150.0}
DATE_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", "%m/%d/%Y", "%d %b %Y", "%Y-%m-%dT%H:%M:%S")
FIRST_DAY, DAYS = date(2022, 1, 1), 1_200
MISSING_AGES = 0.08
CHURNED = 0.25
#: Column and a value that does not fit it.
FAULTS = (("SignupDate", "2023-02-30"), ("Age", "abc"), ("TotalSpent", "12,5 EUR"), ("Churned", "maybe"))

Row = list[str]


@dataclass(frozen=True)
class Shape:
    """How many good rows, rows that do not fit, and corrections of earlier rows; and the random seed."""

    rows: int = 1_000
    bad: int = 0
    corrections: int = 0
    seed: int = 7

    def __post_init__(self) -> None:
        if self.rows < 1 or self.bad < 0 or not 0 <= self.corrections <= self.rows or self.seed < 0:
            raise ValueError("expected rows from 1, bad rows and seed from 0, and corrections from 0 to rows")


def customers(shape: Shape) -> Iterator[Row]:
    """The rows of the export, without its header."""
    random = Random(shape.seed)
    for number in range(1, shape.rows + 1):
        yield _customer(random, number)
    for number in range(1, shape.corrections + 1):
        yield _customer(random, number)
    for index in range(shape.bad):
        column, value = FAULTS[index % len(FAULTS)]
        row = _customer(random, shape.rows + index + 1)
        row[HEADER.index(column)] = value
        yield row


def _customer(random: Random, number: int) -> Row:
    country = random.choice(list(COUNTRIES))
    signed_up = FIRST_DAY + timedelta(days=random.randrange(DAYS))
    purchases = random.randrange(0, 40)
    spent = purchases * random.uniform(0.5, 1.5) * COUNTRIES[country] / 20
    bought = signed_up + timedelta(days=random.randrange(1, 400))
    date_format = random.choice(DATE_FORMATS)
    return [
        f"C{number:06}",
        random.choice(NAMES),
        "" if random.random() < MISSING_AGES else str(random.randrange(18, 90)),
        random.choice(("female", "male", "")),
        country,
        signed_up.strftime(date_format),
        bought.strftime(date_format) if purchases else "",
        str(purchases),
        f"{spent:.2f}",
        str(random.random() < CHURNED).lower(),
    ]


def write(shape: Shape, path: Path) -> None:
    """Write the export as UTF-8; the folder is made when it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(customers(shape))


def main(argv: Sequence[str]) -> None:
    """Read the command line, write, and say what was written."""
    default = Shape()
    parser = argparse.ArgumentParser(description="Write a synthetic customer export.")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--rows", type=int, default=default.rows, help="good rows (default: %(default)s)")
    parser.add_argument("--bad", type=int, default=default.bad, help="rows that do not fit")
    parser.add_argument(
        "--corrections", type=int, default=default.corrections, help="later rows of earlier customers"
    )
    parser.add_argument("--seed", type=int, default=default.seed, help="random seed (default: %(default)s)")
    options = parser.parse_args(argv)
    try:
        shape = Shape(options.rows, options.bad, options.corrections, options.seed)
    except ValueError as error:
        parser.error(str(error))
    write(shape, options.out)
    print(f"{options.out}: {shape.rows} customers, {shape.corrections} corrected, {shape.bad} bad rows")


if __name__ == "__main__":
    main(sys.argv[1:])
