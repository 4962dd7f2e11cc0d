"""The generator, importable by name."""

import sys
from pathlib import Path

GENERATOR = str(Path(__file__).resolve().parents[1] / "generator")
if GENERATOR not in sys.path:
    sys.path.insert(0, GENERATOR)
