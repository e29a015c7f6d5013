"""Controls that are recognised by what is used: an import of a package, a call, an option of a server."""

from __future__ import annotations

from collections.abc import Iterator
from re import Pattern

from portbind_lint.model.facts import Import, Module, ParameterName, Reference, Variable
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Array, Call, Expression, Function, Literal, Member, Name, Node, Object, Property
from portbind_lint.review.controls.found import Found
from portbind_lint.review.controls.known import CallControl, Known, OptionControl, PackageControl
from portbind_lint.review.controls.refusals import Refusals, verifies

_READ_TEXT = 300
_LONGEST_FUNCTION = 4_000
_MOST_CALLS = 40
# How a function that a server asks about callers says no.
_GIVES_UP = regex(r"\bthrow\b|\breject\b|\bfalse\b|return\s+(null|undefined)\b|\bError\b")
_OFF = frozenset({"undefined", "false", "null", "void 0", "[]"})


def find_uses(module: Module, known: Known, refusals: Refusals) -> Iterator[Found]:
    """The controls that `module` takes from packages, calls by name, or switches on by an option."""
    sources = {_bare(source) for source in module.sources}
    for package in known.packages:
        if any(_is_of(source, package) for source in sources):
            yield from _package_uses(module, package)
    for control in known.calls:
        yield from _matching_calls(module, control, refusals)
    for option in known.options:
        yield from _options(module, option, refusals)


def _bare(source: str) -> str:
    return source.removeprefix("npm:").removeprefix("node:")


def _is_of(source: str, package: PackageControl) -> bool:
    if source in package.modules:
        return True
    return package.prefix and any(source.startswith(f"{module}/") for module in package.modules)


def _package_uses(module: Module, package: PackageControl) -> Iterator[Found]:
    for found in module.imports:
        if found.local and _is_of(_bare(found.source), package):
            yield from _import_uses(module, found, package)
    for require in module.calls("require"):
        first = require.arguments[0] if require.arguments else None
        if isinstance(first, Literal) and isinstance(first.value, str) and _is_of(_bare(first.value), package):
            yield from _require_uses(module, require, package)


def _import_uses(module: Module, found: Import, package: PackageControl) -> Iterator[Found]:
    for reference in module.references(found.local):
        node = reference.node
        if reference.role != "read" or not isinstance(node, Name) or module.binding(node) is not found:
            continue
        yield from _use(module, node, package, direct=found.imported in package.names)
    for name in package.names:
        for reference in module.references(name):
            if reference.role == "read" and isinstance(reference.node, Name) and _taken(module, reference.node, found):
                yield from _use(module, reference.node, package, direct=True)


def _taken(module: Module, node: Name, found: Import) -> bool:
    """Whether a name is taken out of what is imported: `const { authenticate } = hooks`."""
    binding = module.binding(node)
    value = binding.value if isinstance(binding, Variable) and binding.path else None
    return isinstance(value, Name) and module.binding(value) is found


def _require_uses(module: Module, require: Call, package: PackageControl) -> Iterator[Found]:
    """The uses of what `require` gives: directly, or through the names of its variable."""
    parent = module.parent(require)
    if isinstance(parent, (Call, Member)):
        yield from _use(module, require, package, direct=False)
    for name, member in _required_names(module, require):
        if package.names and member and member not in package.names:
            continue
        for reference in module.references(name):
            if reference.role == "read" and isinstance(reference.node, Name):
                yield from _use(module, reference.node, package, direct=bool(member))


def _required_names(module: Module, require: Call) -> tuple[tuple[str, str], ...]:
    """The local names that a `require` is bound to, each with the member that it is (or "")."""
    text = module.text(Node(max(0, require.start - _READ_TEXT), require.start))
    head = text.rstrip().removesuffix("(").rstrip()
    if not head.endswith("="):
        return ()
    statement = head[:-1].rstrip()
    if statement.endswith("}"):
        inner = statement[statement.rfind("{") + 1 : -1]
        pairs = [part.partition(":") for part in inner.split(",")]
        return tuple((local.strip() or name.strip(), name.strip()) for name, _, local in pairs if name.strip())
    name = statement.replace(",", " ").split()[-1:] or [""]
    return ((name[0], ""),) if name[0].isidentifier() else ()


def _use(module: Module, node: Node, package: PackageControl, *, direct: bool) -> Iterator[Found]:
    """The use of `node`, an imported thing: called, a member of it called, or handed to somebody."""
    parent = module.parent(node)
    last = ""
    while isinstance(parent, Member) and parent.object is node:
        node, last = parent, parent.property
        parent = module.parent(node)
    if not isinstance(parent, (Call, Array, Property)):
        return
    if package.names and not direct and last not in package.names:
        return
    if package.unless is not None and isinstance(parent, Call) and _matches(package.unless, _first(module, parent)):
        return
    whole: Node = parent if isinstance(parent, Call) else node
    yield Found(package.kind, module, whole, (whole,))


def _matching_calls(module: Module, control: CallControl, refusals: Refusals) -> Iterator[Found]:
    for name in control.calls:
        for call in module.calls(name):
            if not _reads_like(module, call, control):
                continue
            reader = module.enclosing_function(call)
            if not control.rejects:
                yield Found(control.kind, module, call, (call,))
            elif reader is not None and refusals.refuses(module, reader):
                yield Found(control.kind, module, call, (call, *refusals.nodes(module, reader, call)), reader)


def _reads_like(module: Module, call: Call, control: CallControl) -> bool:
    receiver = module.text(call.callee.object) if isinstance(call.callee, Member) else ""
    if control.receiver is not None and not control.receiver.search(receiver[-_READ_TEXT:]):
        return False
    return control.argument is None or _matches(control.argument, _arguments(module, call))


def _matches(pattern: Pattern[str], text: str) -> bool:
    return pattern.search(text) is not None


def _arguments(module: Module, call: Call) -> str:
    """The text of the arguments, at most `_READ_TEXT` bytes of it."""
    if not call.arguments:
        return ""
    start, end = call.arguments[0].start, call.arguments[-1].end
    return module.text(Node(start, min(end, start + _READ_TEXT)))


def _first(module: Module, call: Call) -> str:
    """The text of the first argument, at most `_READ_TEXT` bytes of it."""
    if not call.arguments:
        return ""
    first = call.arguments[0]
    return module.text(Node(first.start, min(first.end, first.start + _READ_TEXT)))


def _options(module: Module, control: OptionControl, refusals: Refusals) -> Iterator[Found]:
    for word in control.options:
        for reference in module.references(word):
            entry = _given(module, reference, control)
            if entry is not None and not (control.rejects and _takes_everybody(module, entry.value, refusals)):
                yield Found(control.kind, module, reference.node, (reference.node,))


def _takes_everybody(module: Module, value: Expression, refusals: Refusals) -> bool:
    """Whether a function that is written there only takes something out of a request, and hands nothing to others."""
    if not isinstance(value, Function) or refusals.refuses(module, value) or verifies(module, value):
        return False
    if _GIVES_UP.search(module.text(value)[:_LONGEST_FUNCTION]):
        return False
    return not any(_hands_on(module, call) for call in module.body_calls(value)[:_MOST_CALLS])


def _hands_on(module: Module, call: Call) -> bool:
    """Whether a function that stands elsewhere is called by its name, the answer of a callback left out."""
    return isinstance(call.callee, Name) and not isinstance(module.binding(call.callee), ParameterName)


def _given(module: Module, reference: Reference, control: OptionControl) -> Property | None:
    """The option that is given to such a call; None where it is off, or no option of one."""
    if reference.role not in ("key", "read"):
        return None
    entry = reference.node if isinstance(reference.node, Property) else module.parent(reference.node)
    if not isinstance(entry, Property) or module.text(entry.value).strip() in _OFF:
        return None
    # An option that is handed through is the caller's control, or nobody's.
    if isinstance(entry.value, Member) and entry.value.property == entry.key:
        return None
    literal = module.parent(entry)
    call = module.parent(literal) if isinstance(literal, Object) else None
    if not isinstance(call, Call) or literal not in call.arguments:
        return None
    return entry if control.of.search(module.text(call.callee)[-_READ_TEXT:]) else None
