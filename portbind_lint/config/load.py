"""Finds the configuration of a repository; what it says is read only where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.config.settings import FILE_NAME, Config
from portbind_lint.model.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 1_000_000
"""Bytes of the largest file that can be a configuration."""


def load_config(root: Path, chosen: Path | None = None) -> Config:
    """The file `chosen`, else the one in `root`, else the defaults; raises `UserError` for any mistake in it."""
    path = chosen if chosen is not None else root / FILE_NAME
    if chosen is None and not (path.is_file() and not path.is_symlink()):
        return Config()
    name = str(chosen) if chosen is not None else FILE_NAME
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        raise UserError(f"{name}: cannot be read: {_reason(error)}") from error
    return read_config(name, data)


def read_config(name: str, data: bytes) -> Config:
    """The configuration in `data`, the contents of the file `name`; raises `UserError` for any mistake in it."""
    if len(data) > LIMIT:
        raise UserError(f"{name}: larger than {LIMIT:,} bytes, which no configuration is")
    from portbind_lint.config.reading import Reader  # noqa: PLC0415 - most repositories have no configuration to read

    return Reader(name).config(data)


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else "not a usable file name"
