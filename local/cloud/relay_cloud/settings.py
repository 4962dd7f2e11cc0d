"""What the local cloud was started with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of one local cloud. Sizes are in MiB, times in seconds unless the name says otherwise."""

    port: int
    work_dir: Path
    slots: int
    java_home: Path
    jars_dir: Path
    cds_archive: Path | None = None
    account: str = "000000000000"
    region: str = "us-east-1"
    trace: Path | None = None
    warm_jvm: bool = True
    driver_memory_mb: int = 2048
    cores_per_slot: int = 2
    seconds_per_minute: float = 60.0
    """How long one minute of a job's `Timeout` lasts; tests make it shorter."""
    stop_grace_seconds: float = 2.0
    parent_pid: int | None = None
    lambda_workers: int = 3
    """Processes of one Lambda function; invocations beyond wait."""

    @property
    def endpoint(self) -> str:
        """The address every AWS client of this cloud uses."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def java(self) -> Path:
        """The Java launcher."""
        return self.java_home / "bin" / "java"


def default_driver_memory_mb(slots: int, total_mb: int | None = None) -> int:
    """Heap of one Spark driver in MiB: 2 GiB, less on a machine where the slots' heaps would pass half its
    memory.
    """
    total = total_mb if total_mb is not None else _physical_memory_mb()
    return max(512, min(2048, total // 2 // max(1, slots)))


def default_cores_per_slot(cores: int | None = None) -> int:
    """`local[N]` of one Spark driver. Slots share the cores: steps that run alone should have them all."""
    return max(1, min(4, cores if cores is not None else os.cpu_count() or 1))


def default_lambda_workers(cores: int | None = None) -> int:
    """One per core, and at least 3: the end of an invocation overlaps the beginning of those it leads to."""
    return max(3, cores if cores is not None else os.cpu_count() or 1)


def _physical_memory_mb() -> int:
    try:
        return int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEBIBYTE)
    except (ValueError, OSError, AttributeError):
        return 8192
