"""The abstract domain: what an expression can be when the program runs and nobody has configured anything.

A `Value` is a set of `Case`s. Each case is one concrete thing, the trail of how it got to where it was asked for, and
whether it needs somebody to set something (an environment variable, a flag, a config file) to become true. The
*effective* cases are those that hold when nothing is set; the others make an address configurable.

The things are: a primitive that is known (`Known`), nothing (`Absent`), what somebody sets (`Setting`), what a
package or the runtime gives (`External`), the repository's own objects, arrays, functions, classes, instances and
modules (the `...Case`s, `Record`, `Instance`, `Namespace`), and `Unknown` with its reason. So an environment variable
with a default is two cases: the default, which is effective, and `Setting("env", name)`, which is not; one of several
is as many effective cases, each under its `condition`.

What bounds it: a value has a limited number of cases, a trail a limited length (`evaluate/cases.py`), calls are
followed with their own arguments to a limited depth (`evaluate/frames.py`), and every question has a limited number
of steps (`evaluate/memory.py`). Beyond a limit there is `Unknown(LIMIT)`, in a circle `Unknown(CYCLE)`.
`docs/addresses.md` tells users what is followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Union

from portbind_lint.model.facts import Module
from portbind_lint.model.source import Location
from portbind_lint.model.syntax import Array, Call, Class, Function, Object


class UnknownReason(str, Enum):
    """Why a value cannot be known. The report prints the value."""

    REQUIRED_PARAMETER = "a required parameter that nothing in the repository passes"
    FORWARDED = "whatever the caller passes"
    REQUIRED_SETTING = "a setting without a default"
    MODULE = "a module that is not in the repository"
    DYNAMIC = "computed in a way that is not followed"
    CYCLE = "defined in terms of itself"
    LIMIT = "too many steps or outcomes"


@dataclass(frozen=True, slots=True)
class Known:
    """A primitive; `null` is `Known(None)`."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Absent:
    """`undefined`: nothing was passed, set or returned."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What somebody sets: an environment variable (`kind` `env`), a flag, a config file's key, a user's request.

    A case of this thing is never effective: unset, it is `Absent` or a default, which is a case of its own.
    """

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class External:
    """What a package of somebody else, or the runtime, gives: an access path from its module.

    `path` is a sequence of steps: `.name` for a property, `()` for a call, `new` for a construction, `<Type>` where
    only a type annotation says what it is. The module itself and its default export are the same, the empty path. So
    `express()` is `("express", ("()",))`, `http.createServer(app)` is `("http", (".createServer", "()"))`, and
    `new ws.Server(o)` is `("ws", (".Server", "new"))`. Globals have the module `globalThis`: `Bun.serve` is
    `("globalThis", (".Bun", ".serve"))`. `node:` prefixes are dropped. `calls` are the call nodes behind the `()` and
    `new` steps in order, each with its module, so that a reader can look at their arguments.
    """

    module: str
    path: tuple[str, ...]
    calls: tuple[tuple[Module, Call], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ObjectCase:
    """An object: its own literal if it has one, under the `bindings` (an evaluator's frame) of its place."""

    module: Module
    node: Object
    frame: object


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """An object that was put together from known members; `rest` says whether members that are not listed may exist."""

    members: tuple[tuple[str, Value], ...]
    rest: bool


@dataclass(frozen=True, slots=True, eq=False)
class ArrayCase:
    """An array literal."""

    module: Module
    node: Array
    frame: object


@dataclass(frozen=True, slots=True, eq=False)
class FunctionCase:
    """A function of the repository; `this` is what it is a method of, if anything, `bound` what `bind` has passed."""

    module: Module
    node: Function
    frame: object
    this: Thing | None
    bound: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ClassCase:
    """A class of the repository."""

    module: Module
    node: Class
    frame: object


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """An instance of a class of the repository; `call` is the `new` expression, None where any instance is meant.

    `cls` is a `FunctionCase` where a plain function is used as the constructor (`Server.prototype.listen = ...`).
    """

    cls: ClassCase | FunctionCase
    module: Module | None
    call: Call | None
    frame: object


@dataclass(frozen=True, slots=True)
class Namespace:
    """All that a module of the repository exports: `import * as x`, `require('./x')`, `await import('./x')`."""

    path: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that cannot be known, with the reason."""

    reason: UnknownReason


Thing = Union[
    Known, Absent, Setting, External, ObjectCase, Record, ArrayCase, FunctionCase, ClassCase, Instance, Namespace,
    Unknown,
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One thing that a value can be.

    `trail` leads from where it was asked for to where it is written, nearest first. `set_by` lists the settings that
    must be set for this case to hold (empty: it holds when nobody sets anything, as far as is known). `condition` is
    the source text of a test that could not be decided and that this case hangs on, or "".
    """

    thing: Thing
    trail: tuple[Location, ...] = ()
    set_by: tuple[Setting, ...] = ()
    condition: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """All the cases, most likely first; never empty."""

    cases: tuple[Case, ...]

    @property
    def effective(self) -> tuple[Case, ...]:
        """The cases that hold when nobody sets anything."""
        return tuple(case for case in self.cases if not case.set_by and not isinstance(case.thing, Setting))

    @property
    def configurable(self) -> bool:
        """Whether a user can change the value without editing the code."""
        return any(case.set_by or isinstance(case.thing, Setting) for case in self.cases)
