"""The options that programs with Java share."""

from pathlib import Path

import pytest
from relay_cloud import java_command


def test_folders_are_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "home" / "bin").mkdir(parents=True)
    (tmp_path / "home" / "bin" / "java").touch()
    monkeypatch.setattr("sys.argv", ["demo", "--java-home", "home", "--jars-dir", "jars"])
    given = java_command.parse(java_command.java_parser("demo"))
    assert (given.java_home, given.jars_dir) == (tmp_path / "home", tmp_path / "jars")


def test_without_java_the_program_says_so_and_ends_with_4(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("sys.argv", ["demo", "--java-home", str(tmp_path), "--jars-dir", "jars"])
    with pytest.raises(SystemExit) as ended:
        java_command.parse(java_command.java_parser("demo"))
    assert ended.value.code == 4
    assert capsys.readouterr().err == f"demo: no Java at {tmp_path}\n"
