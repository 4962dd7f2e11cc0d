from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cloud_process import Cloud, Jobs, jars_dir, java_home


def needs_spark() -> None:
    """The bootstrap brings both: without them the tests fail, they do not pass by being left out."""
    assert java_home() is not None, "No Java: npm run bootstrap"
    assert (jars_dir() / "hadoop-aws-3.3.4.jar").is_file(), "No S3A jars: npm run bootstrap"


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    needs_spark()
    started = Cloud(
        tmp_path_factory.mktemp("cloud") / "w", "--seconds-per-minute", "2", "--stop-grace-seconds", "0.5"
    ).wait_ready()
    yield started
    started.end()
    assert started.process.returncode == 0
    assert started.members() == []


@pytest.fixture(scope="session")
def jobs(cloud: Cloud) -> Jobs:
    return Jobs(cloud)
