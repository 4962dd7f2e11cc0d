"""The generator and the helpers of these tests, importable by name."""

import sys
from pathlib import Path

PIPELINE = Path(__file__).resolve().parents[1]
for folder in (PIPELINE / "generator", PIPELINE / "tests" / "support"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
