"""What is done after a block whatever happens in it, the end of the program included."""

from __future__ import annotations

# What `typing.TYPE_CHECKING` is; to import that module costs more than what is done here.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable

_LEFT: dict[Lastly, Callable[[], None]] = {}


class Lastly:
    """A block after which something is done, even where the program is told to end in its midst."""

    def __init__(self, do: Callable[[], None]) -> None:
        self._do = do

    def __enter__(self) -> None:
        _LEFT[self] = self._do

    def __exit__(self, *_: object) -> None:
        del _LEFT[self]
        self._do()


def left_to_do() -> tuple[Callable[[], None], ...]:
    """What the blocks that have not ended yet would do."""
    return tuple(_LEFT.values())
