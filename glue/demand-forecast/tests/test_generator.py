"""The data generator."""

import gzip
import runpy
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from forecast_support import GENERATOR
from sales_generator import Shape, generate

main = runpy.run_path(str(GENERATOR))["main"]
csv_blocks = runpy.run_path(str(GENERATOR))["csv_blocks"]


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
    assert f"913000 rows, {target.stat().st_size} bytes, seed 7, noise floor RMSE" in summary


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
    blocks = list(csv_blocks(generate(Shape(stores=2, items=2, end=Shape().start))))
    assert len(blocks) == 3
    assert [line.split(",")[1:3] for line in blocks[1].splitlines()] == [["1", "1"], ["2", "1"]]


@pytest.mark.parametrize(
    "words", [["--stores", "0"], ["--end", "2012-12-31"], ["--start", "x"], ["--seed", "-1"], []]
)
def test_wrong_arguments_end_with_a_message(words: list[str], tmp_path: Path) -> None:
    ended = run(*(["--out", str(tmp_path / "x.csv")] if words else []), *words)
    assert ended.returncode == 2
    assert "error:" in ended.stderr
