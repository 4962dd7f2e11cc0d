"""Write a file of contacts of a campaign: ``age,job,...,poutcome,deposit``.

    python glue/bank-deposit/generator/generate.py --out contacts.csv

The same arguments give the same bytes. ``--unlabelled`` leaves out the column deposit: contacts to be scored.
"""

import argparse
import csv
import gzip
import io
from collections.abc import Sequence
from pathlib import Path

from contact_generator import Contacts, area_under_roc, generate


def text_of(contacts: Contacts, labelled: bool) -> str:
    """The file: a header and a line for each contact."""
    names = [name for name in contacts.columns if labelled or name != "deposit"]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(zip(*(contacts.columns[name].tolist() for name in names), strict=True))
    return buffer.getvalue()


def write(text: str, path: Path) -> int:
    """Write a file, compressed where its name ends in ``.gz``, and return its size in bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = text.encode()
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    return path.stat().st_size


def main(argv: Sequence[str] | None = None) -> None:
    """Generate, write, and say what was written and how well its deposits can be known."""
    parser = argparse.ArgumentParser(description="Write synthetic contacts of a bank's campaign.")
    add = parser.add_argument
    add("--out", type=Path, required=True, help="file to write, .csv or .csv.gz")
    add("--rows", type=int, default=11_000, help="number of contacts (default: %(default)s)")
    add("--seed", type=int, default=7, help="random seed (default: %(default)s)")
    add("--unlabelled", action="store_true", help="without the column deposit")
    options = parser.parse_args(argv)
    try:
        contacts = generate(options.rows, options.seed)
    except ValueError as error:
        parser.error(str(error))
    size = write(text_of(contacts, not options.unlabelled), options.out)
    before, after = (
        area_under_roc(odds, contacts.deposit) for odds in (contacts.before_call, contacts.after_call)
    )
    print(
        f"{options.out}: {options.rows} rows, {size} bytes, seed {options.seed}, "
        f"{contacts.deposit.mean():.1%} deposits, "
        f"best possible area under ROC {before:.4f} before the call, {after:.4f} after it"
    )


if __name__ == "__main__":
    main()
