"""The classes that `records` makes behave as those of `dataclasses` do, which type checkers take them for."""

import copy
import dataclasses
import pickle
import subprocess
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import ClassVar

import pytest

from portbind_lint.model import making

_SOURCE = """
from __future__ import annotations
from typing import ClassVar, Generic, TypeVar

T = TypeVar("T")

@dataclass(frozen=True, slots=True)
class Plain:
    number: int
    text: str = "x"
    names: dict[str, int] = field(default_factory=dict)
    shared: ClassVar[int] = 7

@dataclass(frozen=True, slots=True, order=True)
class Sorted:
    number: int
    text: str = field(default="", compare=False)

@dataclass(frozen=True, slots=True)
class Longer(Sorted):
    last: int = 3

@dataclass(frozen=True)
class Open:
    number: int = 4

@dataclass(slots=True)
class Changing:
    items: list[int] = field(default_factory=list)

@dataclass(frozen=True, slots=True, eq=False)
class Single:
    number: int

@dataclass(frozen=True, slots=True)
class Holder:
    thing: int
    name: str = ""

@dataclass(slots=True)
class Holding(Generic[T]):
    held: T
"""
_NAMES = ("Plain", "Sorted", "Longer", "Open", "Changing", "Single", "Holding")
_THESE = ModuleType("these_records")
_USUAL = ModuleType("usual_records")
for _module, _maker in ((_THESE, making), (_USUAL, dataclasses)):
    sys.modules[_module.__name__] = _module
    vars(_module).update(dataclass=_maker.dataclass, field=_maker.field, replace=_maker.replace)
    exec(compile(_SOURCE, _module.__name__, "exec", dont_inherit=True), vars(_module))  # noqa: S102 - the text above


def _raised(code: str, module: ModuleType) -> str:
    try:
        eval(code, vars(module), {"copy": copy, "pickle": pickle, "dataclasses": dataclasses})  # noqa: S307 - written here
    except Exception as error:
        return type(error).__name__
    return ""


@pytest.mark.parametrize(
    "code",
    [
        "Plain(1)", "Plain(1, 'b', {'c': 2})", "Plain(number=3, names={})", "Plain(1) == Plain(1)", "Plain.shared",
        "Plain(1) == Plain(2)", "Plain(1) != 1", "Plain(1).names is Plain(1).names", "hash(Sorted(1)) == hash((1,))",
        "Sorted(1, 'a') == Sorted(1, 'b')", "Sorted(1) < Sorted(2)", "Sorted(1) >= Sorted(1, 'z')",
        "Sorted(2) <= Sorted(1)",
        "Sorted(2) > Sorted(1)", "sorted([Sorted(2), Sorted(1)])", "Sorted(1) == Longer(1)", "Longer(1, 'a', 5)",
        "Longer(1).last", "Open()", "vars(Open(2))", "Open.number", "Changing().items",
        "Changing([1]) == Changing([1])",
        "Changing.__hash__", "Single(1) == Single(1)", "{Single(1)} == {Single(1)}", "replace(Plain(1), text='z')",
        "dataclasses.replace(Plain(1), text='z')", "dataclasses.asdict(Plain(1))", "dataclasses.asdict(Changing())",
        "[field.name for field in dataclasses.fields(Longer)]", "dataclasses.is_dataclass(Plain)", "Holding([1]).held",
        "Plain.__match_args__", "Holding.__parameters__ == (T,)",
        "pickle.loads(pickle.dumps(Plain(5)))", "copy.copy(Plain(5))", "copy.deepcopy(Plain(5, 'b', {'c': 1}))",
        "copy.copy(Changing([4]))", "Plain.__slots__", "hasattr(Plain(1), '__dict__')", "Longer.__qualname__",
        "Holder(thing=1)", "replace(Holder(1), thing=2, name='a')",
    ],
)  # fmt: skip
def test_same_answer(code: str) -> None:
    mine, usual = (
        repr(eval(code, vars(module), {"copy": copy, "pickle": pickle, "dataclasses": dataclasses}))  # noqa: S307 - written here
        for module in (_THESE, _USUAL)
    )
    assert mine == usual


@pytest.mark.parametrize(
    "code",
    [
        "Plain()", "Plain(1, 2, 3, 4)", "Plain(1, no=2)", "setattr(Plain(1), 'number', 2)",
        "delattr(Plain(1), 'number')", "Plain(1) < Plain(2)", "Sorted(1) < Longer(2)", "hash(Changing())",
        "replace(Plain(1), no=1)", "replace(1, no=1)", "setattr(Changing(), 'new', 1)", "setattr(Open(), 'number', 1)",
    ],
)  # fmt: skip
def test_same_error(code: str) -> None:
    mine, usual = _raised(code, _THESE), _raised(code, _USUAL)
    assert mine == usual != ""


def test_comparison_before_any_was_made() -> None:
    """An object that a pickle or a copy brought exists before `__init__` was ever called."""
    space: dict[str, type] = {}
    for name in ("One", "Two"):
        made = type(name, (), {"__annotations__": {"number": "int"}})
        space[name] = making.dataclass(frozen=True, slots=True)(made)
    one, other = (space["One"].__new__(space["One"]) for _ in range(2))
    for thing in (one, other):
        thing.__setstate__((3,))
    assert one == other
    assert hash(one) == hash(other)


def test_a_record_in_itself_is_shown() -> None:
    items: list[object] = []
    changing: object = vars(_THESE)["Changing"](items)
    items.append(changing)
    assert repr(changing) == "Changing(items=[...])"


def test_fields_in_their_order() -> None:
    names: Mapping[str, type] = vars(_THESE)
    assert [one.name for one in making.fields(names["Longer"])] == ["number", "text", "last"]
    assert making.is_dataclass(names["Longer"](1))
    assert not making.is_dataclass(3)
    with pytest.raises(TypeError):
        making.fields(3)


def test_a_class_variable_is_no_field() -> None:
    class Own:
        number: int = 3
        shared: ClassVar[int] = 4

    Own.__annotations__ = {"number": "int", "shared": "ClassVar[int]"}
    made = making.dataclass(frozen=True)(Own)
    assert [one.name for one in making.fields(made)] == ["number"]


def test_nothing_of_the_usual_module_is_imported() -> None:
    code = "import sys, portbind_lint.model.verdict, portbind_lint.model.facts; print('dataclasses' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
