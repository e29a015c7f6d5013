"""What the words of schema libraries mean for data that nobody gives; as their documentation has it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Meaning(str, Enum):
    """What one call of a schema's chain, or around another schema, does to the data.

    `inner` is the schema before the call (`inner.default(x)`), or its first argument (`optional(inner, x)`).
    """

    PASSES = "nothing that matters here"
    DEFAULT = "gives its argument where there was nothing"
    CATCHES = "gives its argument where the inner schema fails"
    OPTIONAL = "leaves nothing to be nothing"
    WRAPS = "leaves nothing to be nothing, or to be its second argument"
    WRAPS_SETTING = "leaves what fails to be nothing, after the inner schema's own default"
    WRAPS_FALLBACK = "gives its second argument where its first fails"
    REQUIRED = "fails where there is nothing after the inner schema"
    CHANGES = "gives what its argument, a function, makes of it"
    CHAINS = "passes the result of the inner schema on to its argument"
    PREPARES = "passes what its first argument makes of the data on to its second"
    SEQUENCE = "passes the data through its arguments in order"
    OBJECT = "checks the members of an object"
    EXTENDS = "checks more members, or others"
    PARTIAL = "lets every member be missing"


@dataclass(frozen=True, slots=True)
class Parse:
    """A call that checks data: where it stands, where the schema stands (None: before the dot), what it gives.

    `result` names the member that holds the data, "" where it is the data itself.
    """

    data: int
    schema: int | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """One library: its words, and whether data may be missing that no word makes optional.

    `option` is the key of a base type's options object that holds a default, `option_in_development` the one that
    counts once NODE_ENV is set to something else than production.
    """

    meanings: dict[str, Meaning]
    parses: dict[str, Parse]
    lenient: bool = False
    option: str = ""
    option_in_development: str = ""


_M = Meaning
_CHAINED = {
    "default": _M.DEFAULT, "optional": _M.OPTIONAL, "object": _M.OBJECT, "required": _M.REQUIRED,
    "transform": _M.CHANGES, "partial": _M.PARTIAL,
}  # fmt: skip

_ZOD = Words(
    {
        **_CHAINED, "required": _M.PASSES, "prefault": _M.DEFAULT, "catch": _M.CATCHES, "nullish": _M.OPTIONAL,
        "overwrite": _M.CHANGES, "pipe": _M.CHAINS, "preprocess": _M.PREPARES, "strictObject": _M.OBJECT,
        "looseObject": _M.OBJECT, "extend": _M.EXTENDS, "safeExtend": _M.EXTENDS, "merge": _M.EXTENDS,
        "augment": _M.EXTENDS, "and": _M.EXTENDS, "deepPartial": _M.PARTIAL,
    },
    {
        "parse": Parse(0), "parseAsync": Parse(0), "safeParse": Parse(0, result="data"),
        "safeParseAsync": Parse(0, result="data"), "spa": Parse(0, result="data"), "decode": Parse(0),
    },
)  # fmt: skip
_JOI = Words(
    {**_CHAINED, "keys": _M.EXTENDS, "append": _M.EXTENDS, "concat": _M.EXTENDS, "failover": _M.CATCHES,
     "custom": _M.CHANGES, "exist": _M.REQUIRED, "transform": _M.PASSES},
    {
        "validate": Parse(0, result="value"), "validateAsync": Parse(0), "attempt": Parse(0, schema=1),
    },
    lenient=True,
)  # fmt: skip
_YUP = Words(
    {**_CHAINED, "shape": _M.EXTENDS, "concat": _M.EXTENDS, "defined": _M.REQUIRED},
    {name: Parse(0) for name in ("validate", "validateSync", "cast")},
    lenient=True,
)  # fmt: skip
_VALIBOT = Words(
    {
        "optional": _M.WRAPS, "nullish": _M.WRAPS, "undefinedable": _M.WRAPS, "exactOptional": _M.WRAPS,
        "fallback": _M.WRAPS_FALLBACK, "pipe": _M.SEQUENCE, "pipeAsync": _M.SEQUENCE, "transform": _M.CHANGES,
        "object": _M.OBJECT, "strictObject": _M.OBJECT, "looseObject": _M.OBJECT, "partial": _M.PARTIAL,
    },
    {
        "parse": Parse(1, schema=0), "parseAsync": Parse(1, schema=0), "safeParse": Parse(1, schema=0, result="output"),
        "safeParseAsync": Parse(1, schema=0, result="output"),
    },
)  # fmt: skip
_SUPERSTRUCT = Words(
    {"optional": _M.WRAPS, "defaulted": _M.WRAPS, "object": _M.OBJECT, "type": _M.OBJECT, "partial": _M.PARTIAL},
    {"create": Parse(0, schema=1), "mask": Parse(0, schema=1)},
)
_TYPEBOX = Words(
    {"Optional": _M.WRAPS_SETTING, "Object": _M.OBJECT, "Partial": _M.PARTIAL},
    {
        name: Parse(1, schema=0)
        for name in ("Default", "Parse", "Cast", "Decode", "Convert", "Clean")
    },
    option="default",
)  # fmt: skip
_ENVALID = Words({}, {}, option="default", option_in_development="devDefault")

LIBRARIES: dict[str, Words] = {
    **dict.fromkeys(("zod", "zod/v4", "zod/v3", "zod/mini", "zod/v4-mini"), _ZOD),
    **dict.fromkeys(("znv", "astro/zod", "@hono/zod-openapi"), _ZOD),
    **dict.fromkeys(("joi", "@hapi/joi"), _JOI),
    "yup": _YUP,
    "valibot": _VALIBOT,
    "superstruct": _SUPERSTRUCT,
    **dict.fromkeys(
        ("@sinclair/typebox", "typebox", "@sinclair/typebox/value", "typebox/value", "@fastify/type-provider-typebox"),
        _TYPEBOX,
    ),
    **dict.fromkeys(("envalid", "envsafe"), _ENVALID),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gather:
    """A call that reads the environment through one schema for each variable.

    `shapes` and `data` are places in the arguments: the position and, where it is a member, its key; the first `data`
    that is there counts, else the process's environment.
    """

    shapes: tuple[tuple[int, str], ...]
    data: tuple[tuple[int, str], ...] = ()


_T3 = Gather(((0, "server"), (0, "client"), (0, "shared")), ((0, "runtimeEnv"), (0, "runtimeEnvStrict")))

GATHERS: dict[tuple[str, str], Gather] = {
    **{(f"@t3-oss/env-{kind}", ".createEnv"): _T3 for kind in ("core", "nextjs", "nuxt")},
    ("envalid", ".cleanEnv"): Gather(((1, ""),), ((0, ""),)),
    ("znv", ".parseEnv"): Gather(((1, ""),), ((0, ""),)),
    ("envsafe", ".envsafe"): Gather(((0, ""),)),
}
