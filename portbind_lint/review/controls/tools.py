"""Tools that an MCP server offers: what a caller fills in for one of them is no credential of the listener."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.syntax import Call, Member, Object, Property

if TYPE_CHECKING:
    from portbind_lint.model.facts import Module
    from portbind_lint.model.syntax import Function, Node

_REGISTERS = frozenset({"tool", "registerTool", "addTool"})
_SCHEMAS = frozenset({"parameters", "inputSchema", "input_schema", "schema"})
_MOST_LEVELS = 6


def runs_a_tool(module: Module, node: Node) -> bool:
    """Whether `node` stands in the function of one tool: beside its description and schema, or in its registration."""
    function = module.enclosing_function(node)
    for _ in range(_MOST_LEVELS):
        if function is None:
            break
        if _is_of_a_tool(module, function):
            return True
        function = module.enclosing_function(function)
    return False


def _is_of_a_tool(module: Module, function: Function) -> bool:
    match module.parent(function):
        case Property() as entry:
            around = module.parent(entry)
            entries = around.entries if isinstance(around, Object) else ()
            keys = {each.key for each in entries if isinstance(each, Property)}
            return "description" in keys and not keys.isdisjoint(_SCHEMAS)
        case Call(callee=Member(property=name), arguments=arguments):
            return name in _REGISTERS and len(arguments) > 1
        case _:
            return False
