"""Servers that lie unpacked beside Dovecot (``tools/servers``), for their packages exclude each other."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Where ``make servers`` unpacks them.
PACKAGES = Path(os.environ.get("MAILWATCH_PACKAGES") or ROOT / "build" / "packages")


def unpacked(name: str) -> Path | None:
    """The root of what was unpacked, None where it was not."""
    return PACKAGES / name if (PACKAGES / f"{name}.ready").exists() else None


def libraries(root: Path) -> str:
    """An ``LD_LIBRARY_PATH`` with every shared library below ``root``."""
    return ":".join(sorted({str(path.parent) for path in root.rglob("*.so*")}))
