"""Write a sales file in the layout of the classic store-item-demand data: ``date,store,item,sales``.

    python glue/demand-forecast/generator/generate.py --out sales.csv

The same arguments give the same bytes. With the defaults: 10 stores x 50 items x 1,826 days = 913,000 rows,
ordered by item, store and date. A name that ends in ``.gz`` is written compressed.
"""

import argparse
import gzip
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from sales_generator import Demand, Shape, generate

HEADER = "date,store,item,sales\n"


def csv_blocks(demand: Demand) -> Iterator[str]:
    """The file in pieces: the header, then one block of lines per item."""
    yield HEADER
    dates = [str(day) for day in demand.days]
    numbers = [str(number) for number in range(int(demand.sales.max()) + 1)]
    for item, stores in enumerate(demand.sales, start=1):
        lines: list[str] = []
        for store, sales in enumerate(stores.tolist(), start=1):
            middle = f",{store},{item},"
            lines += [f"{day}{middle}{numbers[sold]}\n" for day, sold in zip(dates, sales, strict=True)]
        yield "".join(lines)


def write(demand: Demand, path: Path) -> int:
    """Write the file and return its size in bytes; the folder is made when it is missing."""
    content = "".join(csv_blocks(demand)).encode("ascii")
    if path.suffix == ".gz":
        content = gzip.compress(content, compresslevel=6, mtime=0)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return len(content)


def parse(argv: Sequence[str]) -> tuple[Path, Shape]:
    """Read the command line; a wrong value ends the program with a message."""
    default = Shape()
    parser = argparse.ArgumentParser(
        description="Write a synthetic daily sales file (date,store,item,sales)."
    )
    parser.add_argument("--out", type=Path, required=True, help="file to write, .csv or .csv.gz")
    parser.add_argument(
        "--stores", type=int, default=default.stores, help="number of stores (default: %(default)s)"
    )
    parser.add_argument(
        "--items", type=int, default=default.items, help="number of items (default: %(default)s)"
    )
    parser.add_argument(
        "--start", type=date.fromisoformat, default=default.start, help="first day (default: %(default)s)"
    )
    parser.add_argument(
        "--end", type=date.fromisoformat, default=default.end, help="last day (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=default.seed, help="random seed (default: %(default)s)")
    options = parser.parse_args(argv)
    try:
        return options.out, Shape(options.stores, options.items, options.start, options.end, options.seed)
    except ValueError as error:
        parser.error(str(error))


def main(argv: Sequence[str]) -> None:
    """Generate, write, and say what was written."""
    path, shape = parse(argv)
    demand = generate(shape)
    size = write(demand, path)
    print(
        f"{path}: {shape.rows} rows, {size} bytes, seed {shape.seed}, "
        f"noise floor RMSE {demand.noise_floor:.4f}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
