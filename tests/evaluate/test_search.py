"""Which files a search has parsed: those that only declare types are asked for nothing but classes."""

from __future__ import annotations

from tests.evaluate.evaluated import described, evaluator_of, module_of

SERVER = "export class Server { constructor(options) { this.options = options } start(host) { show(host) } }"
DECLARED = "import { Server } from './server'; export declare class Api { start(host: string): void; }\n"


def _shown(files: dict[str, str]) -> tuple[str, frozenset[str]]:
    """What `show` in `server.ts` is given, and the files that were parsed for that."""
    evaluator = evaluator_of(files)
    module = module_of(evaluator, "server.ts")
    (call,) = module.calls("show")
    value = evaluator.value(module, call.arguments[0])
    return described(value), frozenset(path for path in files if evaluator.program.holds(path))


def test_a_declaration_calls_nothing() -> None:
    main = "import { Server } from './server'; new Server({}).start('::1')"
    shown, parsed = _shown({"server.ts": SERVER, "api.d.ts": DECLARED, "main.ts": main})
    assert (shown, parsed) == ("'::1'", {"server.ts", "main.ts"})


def test_a_declared_subclass_is_one() -> None:
    files = {
        "server.ts": SERVER,
        "sub.d.ts": "import { Server } from './server'; export declare class Sub extends Server {}",
    }
    search = evaluator_of(files).program.search
    assert [module.path for module in search.extending("Server", "server.ts")] == ["sub.d.ts"]
    assert list(search.importers("server.ts", ("Server",))) == []


def test_a_declaration_sets_nothing() -> None:
    files = {
        "server.ts": "import { config } from './config'; show(config.host)",
        "config.ts": "export const config = { host: '::1' }",
        "api.d.ts": "import { config } from './config'; declare const mine: { host = 1 }; config.host = 2",
        "main.ts": "import { config } from './config'; config.host = '::'",
    }
    shown, parsed = _shown(files)
    assert (shown, "api.d.ts" in parsed) == ("'::'", False)
