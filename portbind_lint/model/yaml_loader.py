"""Which of PyYAML's loaders reads YAML here: a safe one, which makes plain data and no objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml


def safe_loader() -> type[yaml.SafeLoader]:
    """Libyaml's safe loader where PyYAML was built with it, several times faster, else PyYAML's own."""
    import yaml  # noqa: PLC0415 - a clean commit does not pay for it

    loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return loader
