"""How the classes of `records` are made."""

from __future__ import annotations

from reprlib import recursive_repr

# What `typing.TYPE_CHECKING` is; to import that module costs more than what is done here.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_KNOWN = "__record__"
_ORDERS = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
_COMPARING = {"__eq__": "==", **_ORDERS}
# Whatever a class is made anew with, its members come from elsewhere.
_NOT_COPIED = ("__dict__", "__weakref__")


class _Missing:
    """There is no default."""


class Field:
    """One field: its default, or the `factory` that makes one, and whether objects are compared by it."""

    __slots__ = ("compare", "default", "factory", "name")

    def __init__(
        self, default: object = _Missing, factory: Callable[[], object] | None = None, *, compare: bool = True
    ) -> None:
        self.default = default
        self.factory = factory
        self.compare = compare
        self.name = ""


class _Record:
    """What is known of a class: its fields by name, and whether its objects can be changed, compared and sorted."""

    __slots__ = ("eq", "fields", "frozen", "order")

    def __init__(self, fields: Mapping[str, Field], *, frozen: bool, eq: bool, order: bool) -> None:
        self.fields = fields
        self.frozen = frozen
        self.eq = eq
        self.order = order

    @property
    def late(self) -> Iterator[str]:
        """The methods that are written when they are called."""
        yield "__init__"
        if self.eq:
            yield "__eq__"
            if self.frozen:
                yield "__hash__"
        if self.order:
            yield from _ORDERS


def field(
    *, default: object = _Missing, default_factory: Callable[[], object] | None = None, compare: bool = True
) -> Field:
    """A field with a default, or with one that is made anew for each object; `compare` as in `dataclasses`."""
    return Field(default, default_factory, compare=compare)


def dataclass(
    *, frozen: bool = False, slots: bool = False, eq: bool = True, order: bool = False
) -> Callable[[type], type]:
    """As `dataclasses.dataclass` with these options, for classes whose annotations are not evaluated."""

    def made(cls: type) -> type:
        own = dict(_own_fields(cls))
        record = _Record({**_inherited(cls), **own}, frozen=frozen, eq=eq, order=order)
        return _made(cls, record, tuple(own), slots=slots)

    return made


def fields(thing: object) -> tuple[Field, ...]:
    """The fields of a record or of its class; raises `TypeError` for anything else."""
    return tuple(_record_of(thing).fields.values())


def is_dataclass(thing: object) -> bool:
    """Whether it is a record or the class of one."""
    return isinstance(getattr(thing, _KNOWN, None), _Record)


def replace(thing: object, /, **changes: object) -> object:
    """Another record like `thing`, some values of which differ; raises `TypeError` for what is none, or no field."""
    known = {name: getattr(thing, name) for name in _record_of(thing).fields}
    return type(thing)(**{**known, **changes})


def _record_of(thing: object) -> _Record:
    record = getattr(thing, _KNOWN, None)
    if not isinstance(record, _Record):
        raise TypeError(f"{thing!r} is no record")
    return record


def _inherited(cls: type) -> Mapping[str, Field]:
    found: dict[str, Field] = {}
    for base in reversed(cls.__mro__[1:]):
        record = base.__dict__.get(_KNOWN)
        if isinstance(record, _Record):
            found.update(record.fields)
    return found


def _own_fields(cls: type) -> Iterator[tuple[str, Field]]:
    for name, annotation in vars(cls).get("__annotations__", {}).items():
        if not annotation.startswith("ClassVar"):
            default = cls.__dict__.get(name, _Missing)
            one = default if isinstance(default, Field) else Field(default)
            one.name = name
            yield name, one


def _made(cls: type, record: _Record, own: tuple[str, ...], *, slots: bool) -> type:
    """The class with its methods, made anew because slots cannot be added to one."""
    space: dict[str, object] = {name: value for name, value in cls.__dict__.items() if name not in _NOT_COPIED}
    for name in own:
        space.pop(name, None)
        if not slots and record.fields[name].default is not _Missing:
            space[name] = record.fields[name].default
    if slots:
        space["__slots__"] = own
    space |= {
        _KNOWN: record,
        "__match_args__": tuple(record.fields),
        "__dataclass_fields__": _Usual(),
        "__repr__": _shown,
    }
    if record.frozen:
        space |= {"__setattr__": _refused, "__delattr__": _refused, "__getstate__": _state, "__setstate__": _restored}
    if record.eq and not record.frozen:
        space["__hash__"] = None
    late = _Late(record)
    space.update((name, late.method(name)) for name in record.late)
    made = type(cls)(cls.__name__, cls.__bases__, space)
    made.__qualname__ = cls.__qualname__
    late.owner = made
    return made


class _Late:
    """Writes each method of a class when it is called first."""

    __slots__ = ("_record", "owner")

    def __init__(self, record: _Record) -> None:
        self._record = record
        self.owner: type = object

    def method(self, name: str) -> object:
        """What stands for a method until it is written."""

        def stand_in(thing: object, /, *values: object, **named: object) -> object:
            space: dict[str, object] = {"_set": object.__setattr__, "_new": _Missing}
            exec("\n".join(self._source(name, space)), space)  # noqa: S102 - of our own names, as dataclasses does
            setattr(self.owner, name, space[name])
            return getattr(self.owner, name)(thing, *values, **named)

        return stand_in

    def _source(self, name: str, space: dict[str, object]) -> Iterator[str]:
        """The source of a method; what it needs besides is put into `space`."""
        if name == "__init__":
            yield from self._initial(space)
            return
        compared = [one.name for one in self._record.fields.values() if one.compare]
        mine, theirs = (f"({''.join(f'{of}.{field}, ' for field in compared)})" for of in ("self", "other"))
        if name == "__hash__":
            yield f"def __hash__(self):\n return hash({mine})"
        else:
            yield f"def {name}(self, other):"
            yield f" return {mine} {_COMPARING[name]} {theirs} if other.__class__ is self.__class__ else NotImplemented"

    def _initial(self, space: dict[str, object]) -> Iterator[str]:
        fields = self._record.fields.values()
        yield f"def __init__(self{''.join(f', {_parameter(one, space)}' for one in fields)}):"
        for one in fields:
            value = one.name if one.factory is None else f"_f_{one.name}() if {one.name} is _new else {one.name}"
            yield f" _set(self, {one.name!r}, {value})" if self._record.frozen else f" self.{one.name} = {value}"
        yield " return None"


def _parameter(one: Field, space: dict[str, object]) -> str:
    if one.factory is not None:
        space[f"_f_{one.name}"] = one.factory
        return f"{one.name}=_new"
    if one.default is _Missing:
        return one.name
    space[f"_d_{one.name}"] = one.default
    return f"{one.name}=_d_{one.name}"


def _refused(thing: object, name: str, *_value: object) -> None:
    from dataclasses import FrozenInstanceError  # noqa: PLC0415 - nobody waits for it who is not refused

    raise FrozenInstanceError(f"{type(thing).__name__}.{name} cannot be changed")


@recursive_repr()
def _shown(thing: object) -> str:
    values = (f"{name}={getattr(thing, name)!r}" for name in _record_of(thing).fields)
    return f"{type(thing).__qualname__}({', '.join(values)})"


def _state(thing: object) -> tuple[object, ...]:
    return tuple(getattr(thing, name) for name in _record_of(thing).fields)


def _restored(thing: object, values: tuple[object, ...]) -> None:
    for name, value in zip(_record_of(thing).fields, values, strict=True):
        object.__setattr__(thing, name, value)


class _Usual:
    """The fields as `dataclasses` describes them, so that its functions know the class, too."""

    def __get__(self, thing: object, owner: type) -> object:
        from dataclasses import fields as usual_fields  # noqa: PLC0415 - only the functions of that module ask
        from dataclasses import make_dataclass  # noqa: PLC0415 - only the functions of that module ask

        described = [(one.name, object, _usual_field(one)) for one in _record_of(owner).fields.values()]
        return {one.name: one for one in usual_fields(make_dataclass(owner.__name__, described))}


def _usual_field(one: Field) -> object:
    from dataclasses import field as usual  # noqa: PLC0415 - only the functions of that module ask

    if one.factory is not None:
        return usual(default_factory=one.factory, compare=one.compare)
    return usual(compare=one.compare) if one.default is _Missing else usual(default=one.default, compare=one.compare)
