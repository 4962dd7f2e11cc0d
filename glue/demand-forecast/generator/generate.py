"""Write a sales file in the layout of the classic store-item-demand data: ``date,store,item,sales``.

    python glue/demand-forecast/generator/generate.py --out sales.csv

The same arguments give the same bytes. With the defaults: 10 stores x 50 items x 1,826 days = 913,000 rows,
ordered by item, store and date. A name that ends in ``.gz`` is written compressed. ``--mode`` adds what
happens to real demand (see :mod:`modes`), ``--truth FILE`` writes the true mean of every row.
"""

import argparse
import gzip
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from modes import MODES
from sales_generator import Demand, Shape, generate


def sales_blocks(demand: Demand) -> Iterator[str]:
    """The sales file in pieces: the header, then one block of lines per item."""
    numbers = [str(number) for number in range(int(demand.sales.max()) + 1)]
    return _blocks(demand, "sales", lambda item: [numbers[sold] for sold in demand.sales[item].flat])


def truth_blocks(demand: Demand) -> Iterator[str]:
    """The true means of the same rows, in the same order: ``date,store,item,expected``."""
    return _blocks(demand, "expected", lambda item: [f"{mean:.6f}" for mean in demand.expected[item].flat])


def _blocks(demand: Demand, column: str, values: Callable[[int], list[str]]) -> Iterator[str]:
    yield f"date,store,item,{column}\n"
    items, stores, _ = demand.sales.shape
    dates = [str(day) for day in demand.days]
    for item in range(items):
        keys = [f"{day},{store},{item + 1}," for store in range(1, stores + 1) for day in dates]
        lines = zip(keys, values(item), demand.present[item].flat, strict=True)
        yield "".join(f"{key}{value}\n" for key, value, present in lines if present)


def write(blocks: Iterable[str], path: Path) -> int:
    """Write a file piece by piece and return its size in bytes; the folder is made when it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as raw:
        packed = path.suffix == ".gz"
        file = gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) if packed else raw
        for block in blocks:
            file.write(block.encode("ascii"))
        if packed:
            file.close()
    return path.stat().st_size


@dataclass(frozen=True)
class Options:
    """The command line: files to write, and what to generate."""

    out: Path
    truth: Path | None
    shape: Shape
    modes: tuple[str, ...]


def parse(argv: Sequence[str]) -> Options:
    """Read the command line; a wrong value ends the program with a message."""
    default = Shape()
    parser = argparse.ArgumentParser(
        description="Write a synthetic daily sales file (date,store,item,sales)."
    )
    add = parser.add_argument
    add("--out", type=Path, required=True, help="file to write, .csv or .csv.gz")
    add("--truth", type=Path, help="also write every row's true mean to this file, .csv or .csv.gz")
    add("--mode", action="append", default=[], choices=list(MODES), help="may be given several times")
    add("--stores", type=int, default=default.stores, help="number of stores (default: %(default)s)")
    add("--items", type=int, default=default.items, help="number of items (default: %(default)s)")
    add("--start", type=date.fromisoformat, default=default.start, help="first day (default: %(default)s)")
    add("--end", type=date.fromisoformat, default=default.end, help="last day (default: %(default)s)")
    add("--seed", type=int, default=default.seed, help="random seed (default: %(default)s)")
    options = parser.parse_args(argv)
    try:
        shape = Shape(options.stores, options.items, options.start, options.end, options.seed)
    except ValueError as error:
        parser.error(str(error))
    return Options(options.out, options.truth, shape, tuple(options.mode))


def main(argv: Sequence[str]) -> None:
    """Generate, write, and say what was written."""
    options = parse(argv)
    demand = generate(options.shape, options.modes)
    size = write(sales_blocks(demand), options.out)
    if options.truth:
        write(truth_blocks(demand), options.truth)
    print(
        f"{options.out}: {demand.rows} rows, {size} bytes, seed {options.shape.seed}, "
        f"{', '.join(options.modes) or 'plain'}, noise floor RMSE {demand.noise_floor:.4f}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
