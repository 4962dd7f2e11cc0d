"""The generator: the same bytes for the same arguments, and effects that a model can find."""

import gzip
import runpy
from pathlib import Path

import numpy as np
import pytest
import yaml
from contact_generator import area_under_roc, generate

PIPELINE = Path(__file__).resolve().parents[1]
main = runpy.run_path(str(PIPELINE / "generator" / "generate.py"))["main"]


def test_a_file_has_the_columns_of_the_pipeline(tmp_path: Path):
    declared = list(yaml.safe_load((PIPELINE / "pipeline.yml").read_text())["input"]["columns"])
    main(["--out", str(tmp_path / "a.csv"), "--rows", "50"])
    lines = (tmp_path / "a.csv").read_text().splitlines()
    assert (lines[0].split(","), len(lines)) == (declared, 51)
    main(["--out", str(tmp_path / "b.csv"), "--rows", "50", "--unlabelled"])
    assert (tmp_path / "b.csv").read_text().splitlines()[0].split(",") == declared[:-1]


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path):
    for name in ("a.csv.gz", "b.csv.gz"):
        main(["--out", str(tmp_path / name), "--rows", "200", "--seed", "3"])
    assert (tmp_path / "a.csv.gz").read_bytes() == (tmp_path / "b.csv.gz").read_bytes()
    assert gzip.decompress((tmp_path / "a.csv.gz").read_bytes()).count(b"\n") == 201


def test_what_is_known_before_the_call_says_less_than_what_is_known_after_it():
    contacts = generate(20_000, 1)
    before, after = (
        area_under_roc(odds, contacts.deposit) for odds in (contacts.before_call, contacts.after_call)
    )
    assert 0.65 < before < 0.8 < after < 0.95
    assert 0.3 < contacts.deposit.mean() < 0.6


def test_probabilities_are_those_of_the_odds():
    contacts = generate(40_000, 2)
    probability = 1 / (1 + np.exp(-contacts.after_call))
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        of_bin = (probability >= low) & (probability < low + 0.2)
        assert abs(probability[of_bin].mean() - contacts.deposit[of_bin].mean()) < 0.03


@pytest.mark.parametrize(
    ("scores", "area"), [([0.1, 0.2, 0.8, 0.9], 1.0), ([0.5] * 4, 0.5), ([0.9, 0.5, 0.8, 0.2], 0.25)]
)
def test_an_area_under_roc_counts_pairs_in_order(scores: list[float], area: float):
    assert area_under_roc(np.array(scores), np.array([False, False, True, True])) == area


@pytest.mark.parametrize("words", [["--rows", "0"], ["--seed", "-1"]])
def test_wrong_arguments_are_told(tmp_path: Path, words: list[str]):
    with pytest.raises(SystemExit):
        main(["--out", str(tmp_path / "a.csv"), *words])
