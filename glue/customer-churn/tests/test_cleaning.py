"""Cleaning: ages, countries, dates in several formats, names as they are, and rows that are put aside."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from customer_churn.cleaning import Ages, ages, ages_columns, to_customers
from customer_churn.schema import CUSTOMERS_SCHEMA, customer_rows
from generate_customers import HEADER, NAMES
from pyspark.sql import Row, SparkSession
from relay_job import JobDataError, Quarantine, accept_rows
from relay_job.acceptance import Accepted

GOOD = {
    "CustomerID": "C1",
    "Name": "Zoë",
    "Age": "30",
    "Gender": "female",
    "Country": "Japan",
    "SignupDate": "2024-01-31",
    "LastPurchaseDate": "2024-02-01",
    "TotalPurchases": "3",
    "TotalSpent": "12.50",
    "Churned": "false",
}


def quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def accept(
    spark: SparkSession, folder: Path, *changes: dict[str, str], slash_dates: str = "month-first"
) -> Accepted:
    rows = [{**GOOD, "CustomerID": f"C{index:02}", **one} for index, one in enumerate(changes)]
    lines = [",".join(quoted(row[name]) if row[name] else "" for name in HEADER) for row in rows]
    source = folder / "customers.csv"
    source.write_text("\n".join([",".join(HEADER), *lines]) + "\n", encoding="utf-8")
    quarantine = Quarantine((folder / "quarantine").as_uri(), 0.99)
    return accept_rows(spark, source.as_uri(), customer_rows(slash_dates), quarantine, ages_columns())


def cleaned(accepted: Accepted) -> list[Row]:
    return to_customers(accepted.rows, ages(accepted.measured)).orderBy("customer_id").collect()


def aside(folder: Path) -> list[dict[str, Any]]:
    parts = sorted((folder / "quarantine").glob("part-*.json"))
    return [json.loads(line) for part in parts for line in part.read_text("utf-8").splitlines()]


def test_rows_have_the_columns_of_the_contract(spark: SparkSession, tmp_path: Path) -> None:
    accepted = accept(spark, tmp_path, {})
    customers = to_customers(accepted.rows, ages(accepted.measured))
    assert [(f.name, f.dataType) for f in customers.schema] == [
        (f.name, f.dataType) for f in CUSTOMERS_SCHEMA
    ]
    days = (date(2024, 1, 31), date(2024, 2, 1))
    assert [tuple(row) for row in customers.collect()] == [
        ("C00", "Zoë", 30, False, "female", "Japan", *days, 3, 12.5, False)
    ]


SAME_DAY = (
    *("2024-03-04", "2024-3-4", "2024-03-04T10:11:12Z", "2024-03-04 10:11", "2024/03/04", "20240304"),
    *("04.03.2024", "4.3.2024", "03/04/2024", "4 Mar 2024", "04-Mar-2024", "4 March 2024", " 2024-03-04 "),
)


def test_a_date_is_read_in_every_format(spark: SparkSession, tmp_path: Path) -> None:
    rows = cleaned(accept(spark, tmp_path, *({"SignupDate": text} for text in SAME_DAY)))
    assert [row["signup_date"] for row in rows] == [date(2024, 3, 4)] * len(SAME_DAY)


def test_dates_with_slashes_are_read_as_the_parameter_says(spark: SparkSession, tmp_path: Path) -> None:
    [row] = cleaned(accept(spark, tmp_path, {"SignupDate": "03/04/2024"}, slash_dates="day-first"))
    assert row["signup_date"] == date(2024, 4, 3)


CORRUPTED = (
    ({"SignupDate": "2023-02-30"}, "SignupDate is not a date as yyyy-mm-dd or yyyy/mm/dd or yyyymmdd"),
    ({"SignupDate": "31/12/2023"}, "SignupDate is not a date"),
    ({"SignupDate": "4 Foo 2024"}, "SignupDate is not a date"),
    ({"SignupDate": ""}, "SignupDate is missing"),
    ({"Age": "abc"}, "Age is not a whole number"),
    ({"Age": "-1"}, "Age is below 0"),
    ({"Age": "300"}, "Age is above 120"),
    ({"TotalSpent": "12,5 EUR"}, "TotalSpent is not a number"),
    ({"TotalSpent": "-3"}, "TotalSpent is below 0"),
    ({"TotalPurchases": "1.5"}, "TotalPurchases is not a whole number"),
    ({"Churned": "maybe"}, "Churned is not true or false"),
    ({"Country": ""}, "Country is missing"),
    ({"Country": "  "}, "Country is missing"),
    ({"CustomerID": ""}, "CustomerID is missing"),
)


def test_corrupted_rows_are_put_aside_with_their_reasons(spark: SparkSession, tmp_path: Path) -> None:
    accepted = accept(spark, tmp_path, {}, *(change for change, _ in CORRUPTED))
    assert len(cleaned(accepted)) == 1
    found = sorted(aside(tmp_path), key=lambda row: row["line"])
    assert [row["line"] for row in found] == list(range(3, len(CORRUPTED) + 3))
    for row, (change, reason) in zip(found, CORRUPTED, strict=True):
        assert row["reason"].startswith(reason), change


def test_churned_is_read_as_people_write_it(spark: SparkSession, tmp_path: Path) -> None:
    rows = cleaned(accept(spark, tmp_path, *({"Churned": text} for text in ("yes", "0", "TRUE", "No"))))
    assert [row["churned"] for row in rows] == [True, False, True, False]


def test_names_in_any_script_are_kept_to_the_letter(spark: SparkSession, tmp_path: Path) -> None:
    names = [*NAMES, " spaces around ", "back\\slash", 'ends with "quotes"', "e\u0301 and é", "🙂"]
    rows = cleaned(accept(spark, tmp_path, *({"Name": name} for name in names)))
    assert [row["name"] for row in rows] == names


def test_of_rows_of_one_customer_the_last_stays(spark: SparkSession, tmp_path: Path) -> None:
    same = {"CustomerID": "C9"}
    accepted = accept(spark, tmp_path, {**same, "TotalSpent": "1"}, {}, {**same, "TotalSpent": "2"})
    assert [(row["customer_id"], row["total_spent"]) for row in cleaned(accepted)] == [
        ("C01", 12.5),
        ("C9", 2.0),
    ]
    [row] = aside(tmp_path)
    assert (row["reason"], row["line"]) == ("a later row has the same CustomerID", 2)


def test_a_missing_age_becomes_the_median_half_a_year_rounded_up(spark: SparkSession, tmp_path: Path) -> None:
    accepted = accept(
        spark, tmp_path, {"Age": "20"}, {"Age": "61"}, {"Age": "30"}, {"Age": "31"}, {"Age": ""}
    )
    assert ages(accepted.measured) == Ages(median=31, missing=1)
    assert [(row["age"], row["age_filled"]) for row in cleaned(accepted)][-2:] == [(31, False), (31, True)]


def test_the_age_of_a_replaced_row_does_not_count(spark: SparkSession, tmp_path: Path) -> None:
    accepted = accept(spark, tmp_path, {"CustomerID": "C01", "Age": "99"}, {"Age": "40"}, {"Age": ""})
    assert ages(accepted.measured) == Ages(median=40, missing=1)


def test_without_any_age_it_stays_missing(spark: SparkSession, tmp_path: Path) -> None:
    [row] = cleaned(accept(spark, tmp_path, {"Age": ""}))
    assert (row["age"], row["age_filled"]) == (None, False)


def test_spaces_around_a_country_do_not_make_another_one(spark: SparkSession, tmp_path: Path) -> None:
    rows = cleaned(accept(spark, tmp_path, {"Country": " Japan"}, {"Country": "Japan "}))
    assert {row["country"] for row in rows} == {"Japan"}


def test_no_row_that_fits_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(JobDataError, match="do not fit"):
        accept(spark, tmp_path, {"Age": "abc"})
