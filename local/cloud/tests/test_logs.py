from __future__ import annotations

import os
import threading

from relay_cloud.logs import MAX_LINE, Stream, pump


def collect():
    lines: list[str] = []
    return lines, lambda group, name, batch: lines.extend(text for _, text in batch)


def test_a_pipe_is_read_to_its_last_unfinished_line():
    read, write = os.pipe()
    seen: list[str] = []
    reader = threading.Thread(target=pump, args=(read, seen.extend))
    reader.start()
    os.write(write, "één\nzwei\n\nlast".encode())
    os.close(write)
    reader.join(5)
    assert seen == ["één", "zwei", "", "last"]


def test_a_stream_is_bounded_and_keeps_its_end():
    lines, put = collect()
    stream = Stream(put, "g", "s", max_lines=3, tail_lines=2)
    stream.write(str(n) for n in range(10))
    assert lines == ["0", "1", "2"]
    stream.close()
    assert lines == ["0", "1", "2", "[5 lines left out; the last 2 follow]", "8", "9"]


def test_long_lines_are_cut_into_events():
    lines, put = collect()
    Stream(put, "g", "s").write(["x" * (MAX_LINE + 5)])
    assert [len(line) for line in lines] == [MAX_LINE, 5]
