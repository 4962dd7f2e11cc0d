"""Outlives the local cloud by a moment: when the cloud is gone, however it went, ends every process it left.

Started with the cloud's pid, an environment marker and its stdin as a pipe from the cloud. The pipe's end
is the signal.
"""

from __future__ import annotations

import os
import signal
import sys
import time


def members(marker: str, excluded: set[int]) -> list[int]:
    """Pids whose environment has `RELAY_CLOUD_INSTANCE=<marker>` (Linux; elsewhere none are found)."""
    wanted = f"RELAY_CLOUD_INSTANCE={marker}".encode()
    found: list[int] = []
    try:
        names = os.listdir("/proc")
    except OSError:
        return found
    for name in names:
        if not name.isdigit() or int(name) in excluded:
            continue
        try:
            with open(f"/proc/{name}/environ", "rb") as file:
                environment = file.read()
        except OSError:
            continue
        if wanted in environment.split(b"\0"):
            found.append(int(name))
    return found


def sweep(marker: str, groups: set[int], excluded: set[int], seconds: float = 3.0) -> None:
    """Kill the registered process groups and every member of the cloud until none is left, for `seconds` at
    most.
    """
    for group in groups:
        try:
            os.killpg(group, signal.SIGKILL)
        except OSError:
            pass
    deadline = time.monotonic() + seconds
    while (left := members(marker, excluded)) and time.monotonic() < deadline:
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        time.sleep(0.02)


def main() -> None:
    """Read `+pgid` and `-pgid` lines until the pipe ends, then sweep."""
    marker, cloud = sys.argv[1], int(sys.argv[2])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        if line[0] == "+":
            groups.add(group)
        else:
            groups.discard(group)
    sweep(marker, groups, {os.getpid(), cloud})


if __name__ == "__main__":
    main()
