"""The data generator."""

import gzip
import hashlib
import runpy
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from forecast_support import GENERATOR
from modes import MODES
from sales_generator import Demand, Shape, generate

main = runpy.run_path(str(GENERATOR))["main"]
sales_blocks = runpy.run_path(str(GENERATOR))["sales_blocks"]


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(GENERATOR), *words], capture_output=True, text=True, check=False
    )


def test_defaults_give_the_classic_file(tmp_path: Path) -> None:
    target = tmp_path / "made" / "sales.csv"
    summary = run("--out", str(target)).stdout
    lines = target.read_text().splitlines()
    assert lines[0] == "date,store,item,sales"
    assert len(lines) == 913_001
    assert [line.rsplit(",", 1)[0] for line in (lines[1], lines[2], lines[1827], lines[-1])] == [
        "2013-01-01,1,1",
        "2013-01-02,1,1",
        "2013-01-01,2,1",
        "2017-12-31,10,50",
    ]
    assert f"913000 rows, {target.stat().st_size} bytes, seed 7, plain, noise floor RMSE" in summary
    assert hashlib.sha256(target.read_bytes()).hexdigest().startswith("96cd3f5bc6f702f5")


def test_the_same_arguments_give_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.csv", "b.csv", "c.csv")]
    for path, seed in zip(files, ("3", "3", "4"), strict=True):
        main(["--out", str(path), "--stores", "2", "--items", "3", "--end", "2013-02-28", "--seed", seed])
    first, second, third = (path.read_bytes() for path in files)
    assert first == second != third
    assert first.count(b"\n") == 1 + 2 * 3 * 59


def test_a_packed_file_has_the_same_lines(tmp_path: Path) -> None:
    words = ["--stores", "1", "--items", "1", "--end", "2013-01-10"]
    for name in ("plain.csv", "packed.csv.gz"):
        main(["--out", str(tmp_path / name), *words])
    assert gzip.decompress((tmp_path / "packed.csv.gz").read_bytes()) == (tmp_path / "plain.csv").read_bytes()


def test_sales_have_the_noise_that_is_announced() -> None:
    demand = generate(Shape(stores=3, items=5))
    error = np.sqrt(np.mean((demand.sales - demand.expected) ** 2))
    assert error == pytest.approx(demand.noise_floor, rel=0.01)


def test_structure_has_weekdays_months_and_growth() -> None:
    expected = generate(Shape(stores=1, items=1)).expected[0, 0]
    assert expected[5] / expected[6] == pytest.approx(1.21 / 0.79)  # Sunday the 6th, Monday the 7th
    assert expected[28 + 7] / expected[7] == pytest.approx(0.75 / 0.69)  # Tuesdays in February and January
    assert expected[364 + 7 * 2] / expected[7 * 2] == pytest.approx(1.06)  # Tuesdays in January, a year apart


def test_blocks_follow_each_other_by_item() -> None:
    blocks = list(sales_blocks(generate(Shape(stores=2, items=2, end=Shape().start))))
    assert len(blocks) == 3
    assert [line.split(",")[1:3] for line in blocks[1].splitlines()] == [["1", "1"], ["2", "1"]]


@pytest.mark.parametrize(
    "words",
    [["--stores", "0"], ["--end", "2012-12-31"], ["--start", "x"], ["--seed", "-1"], ["--mode", "odd"], []],
)
def test_wrong_arguments_end_with_a_message(words: list[str], tmp_path: Path) -> None:
    ended = run(*(["--out", str(tmp_path / "x.csv")] if words else []), *words)
    assert ended.returncode == 2
    assert "error:" in ended.stderr


SMALL = Shape(stores=8, items=6, start=date(2015, 1, 1), end=date(2016, 12, 31), seed=3)


@pytest.fixture(scope="module")
def plain() -> Demand:
    return generate(SMALL)


def test_promotions_raise_some_days_and_lower_none(plain: Demand) -> None:
    ratio = generate(SMALL, ["promotions"]).expected / plain.expected
    assert ratio.min() == 1.0
    assert 0.05 < (ratio > 1.3).mean() < 0.2


def test_closed_days_are_rows_with_nothing_sold(plain: Demand) -> None:
    demand = generate(SMALL, ["closed-days"])
    christmas = int(np.flatnonzero(demand.days == np.datetime64("2015-12-25"))[0])
    assert demand.present.all()
    assert not demand.sales[:, :, christmas].any()
    sundays = (demand.days.astype(int) + 3) % 7 == 6
    closed = ~demand.sales[:, :, sundays].any(axis=(0, 2))
    assert closed[0] and not closed.all()
    opened = demand.expected > 0
    assert np.array_equal(demand.expected[opened], plain.expected[opened])


def test_intermittent_items_sell_on_few_days() -> None:
    sold = (generate(SMALL, ["intermittent"]).sales > 0).mean(axis=(1, 2))
    assert sold[0] < 0.5
    assert (sold > 0.9).any()


def test_level_shifts_move_some_series_once(plain: Demand) -> None:
    ratio = generate(SMALL, ["level-shifts"]).expected / plain.expected
    moves = (np.abs(np.diff(ratio, axis=2)) > 1e-9).sum(axis=2)
    assert set(moves.flat) == {0, 1}
    assert (ratio[:, :, 0] == 1.0).all()


def test_missing_days_are_rows_that_are_not_there(plain: Demand) -> None:
    demand = generate(SMALL, ["missing-days"])
    assert 0.005 < 1 - demand.rows / SMALL.rows < 0.1
    assert np.array_equal(demand.sales, plain.sales)
    assert len(demand.table().date) == demand.rows == sum(b.count("\n") for b in sales_blocks(demand)) - 1


def test_modes_are_applied_in_one_order_and_unknown_ones_named() -> None:
    both = [generate(SMALL, modes).sales for modes in (list(MODES), list(MODES)[::-1])]
    assert np.array_equal(*both)
    with pytest.raises(ValueError, match="unknown mode odd; modes are promotions"):
        generate(SMALL, ["odd", "promotions"])


def test_the_truth_file_has_the_mean_of_every_row(tmp_path: Path) -> None:
    files = {name: tmp_path / f"{name}.csv" for name in ("out", "truth")}
    sizes = ["--stores", "2", "--items", "3", "--end", "2013-02-28", "--mode", "missing-days"]
    main([*(word for name, path in files.items() for word in (f"--{name}", str(path))), *sizes])
    sales, truth = (path.read_text().splitlines() for path in files.values())
    assert truth[0] == "date,store,item,expected"
    assert [line.rsplit(",", 1)[0] for line in sales[1:]] == [line.rsplit(",", 1)[0] for line in truth[1:]]
    table = generate(Shape(2, 3, end=date(2013, 2, 28)), ["missing-days"]).table()
    assert [float(line.rsplit(",", 1)[1]) for line in truth[1:]] == pytest.approx(table.expected, abs=1e-6)
    assert [int(line.rsplit(",", 1)[1]) for line in sales[1:]] == table.sales.tolist()


def test_the_noise_floor_of_a_window_is_that_of_its_rows(plain: Demand) -> None:
    window = plain.expected[:, :, :31]
    assert plain.noise_floor_between(date(2015, 1, 1), date(2015, 1, 31)) == pytest.approx(
        np.sqrt(window.mean())
    )
    with pytest.raises(ValueError, match="no rows from 2020"):
        plain.noise_floor_between(date(2020, 1, 1), date(2020, 1, 2))
