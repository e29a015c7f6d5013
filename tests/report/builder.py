"""Reports for tests: one function for each situation that a reporter has to cope with."""

from __future__ import annotations

from dataclasses import replace

from portbind_lint.model.evidence import (
    Architecture,
    ArchitectureKind,
    AuthMode,
    Control,
    ControlKind,
    Documentation,
    DocumentationStatus,
    Evidence,
    Guidance,
)
from portbind_lint.model.fix import Edit, Fix, NotFixed
from portbind_lint.model.report import Gone, Notice, Report, ReportedSite, Suppression
from portbind_lint.model.site import Address, AddressClass, Context
from portbind_lint.model.source import Location, NotAnalysed
from portbind_lint.model.verdict import RuleInfo, Verdict

CWE = "https://cwe.mitre.org/data/definitions/1327.html"


def _rule(name: str, verdict: Verdict, severity: float) -> RuleInfo:
    title, what, why, remedy = (
        f"Title of {name}",
        "What it does.\n\nIn detail.",
        "Why it\nmatters.\n\nAt length.",
        "Mend it.",
    )
    prose = f"# {title}.\n\n{what}\n\n{why}\n\n{remedy}\n\n{CWE}"
    return RuleInfo(
        name, "exposed", title, verdict, severity, what, why, remedy, prose, (CWE, "https://nodejs.org/api/net.html")
    )


RULES = {
    "exposed-debugger": _rule("exposed-debugger", Verdict.HIGH, 9.3),
    "unresolved-address": _rule("unresolved-address", Verdict.NONE, 0.0),
    "contradicted-exposure": _rule("contradicted-exposure", Verdict.HIGH, 7.8),
    "undocumented-exposure": _rule("undocumented-exposure", Verdict.HIGH, 7.5),
    "undocumented-default-exposure": _rule("undocumented-default-exposure", Verdict.HIGH, 7.1),
    "unauthenticated-exposure": _rule("unauthenticated-exposure", Verdict.MEDIUM, 6.5),
}


def place(path: str, line: int, text: str, marked: str = "") -> Location:
    """The place of `marked` (or of the whole text) in a source line."""
    column = text.index(marked) + 1 if marked else 1
    return Location(path, line, column, line if marked else 0, column + len(marked) if marked else 0, text)


def site(**changes: object) -> ReportedSite:
    """`app.listen(3000)` of a product that nobody documents."""
    call = place("src/server.ts", 4, "  app.listen(3000, () => log('ready'));", "listen")
    default = ReportedSite(
        location=call,
        library="express",
        library_url="https://expressjs.com/en/api.html#app.listen",
        call="app.listen",
        context=Context.PRODUCT,
        address=Address(AddressClass.WILDCARD_DEFAULT, "::", False, ()),
        documentation=Documentation(DocumentationStatus.SILENT),
        auth=AuthMode.NONE,
        controls=(),
        guidance=Guidance(False),
        verdict=Verdict.HIGH,
        rule=RULES["undocumented-default-exposure"],
        message="app.listen gets no host, so express by itself binds all interfaces (::). Pass a host. It matters.",
        fingerprint="0123456789abcdef",
        remedy="Pass '127.0.0.1' as argument 2 of app.listen.",
        why="Every machine can connect.",
    )
    return replace(default, **changes)


def report(*sites: ReportedSite, **changes: object) -> Report:
    """A report with these sites and all rules of this file."""
    default = Report(version="0.1.0", sites=sites, not_analysed=(), notices=(), rules=tuple(RULES.values()))
    return replace(default, **changes)


def empty() -> Report:
    """A repository without listeners."""
    return report()


def high() -> Report:
    """One exposure whose host takes three steps from a setting that has no default."""
    trail = (
        place("src/server.ts", 4, "  app.listen(port, options.host);", "options.host"),
        place("src/options.ts", 9, "export const options = { host: readHost() };", "readHost()"),
        place("src/environment.ts", 2, "export const readHost = () => process.env.HOST;", "process.env.HOST"),
    )
    address = Address(AddressClass.WILDCARD_DEFAULT, "::", True, trail, settings=("env HOST",))
    call = place("src/server.ts", 4, "  app.listen(port, options.host);", "listen")
    return report(
        site(location=call, address=address, mending=NotFixed("env HOST gives the host and has no default")),
        line_hashes=(("src/environment.ts", 2, "e54938cc54b302f1:1"),),
    )


def mixed() -> Report:
    """A finding of each severity, an accepted and a harmless site, a suppressed one, and things that went wrong."""
    readme = place("README.md", 31, "The HTTP transport is for clients on other machines.")
    safe = place("README.md", 60, "Put a reverse proxy with TLS in front.")
    check = place("src/auth.ts", 9, "  if (token !== expected) throw new Unauthorized();", "if")
    wildcard = Address(
        AddressClass.WILDCARD,
        "0.0.0.0",
        True,
        (place("src/config.ts", 8, "export const host = process.env.HOST ?? '0.0.0.0';", "'0.0.0.0'"),),
        settings=("env HOST", "flag --host"),
        alternatives=("127.0.0.1 when settings.local",),
    )
    justified = Documentation(DocumentationStatus.JUSTIFIED, (Evidence(readme, "network transport"),))
    control = Control(ControlKind.AUTH, check, AuthMode.OPTIONAL)
    medium = site(
        location=place("src/mcp.ts", 20, "await http.listen(port, host);", "listen"),
        address=wildcard,
        documentation=justified,
        auth=AuthMode.OPTIONAL,
        controls=(control, Control(ControlKind.CORS, place("src/app.ts", 3, "app.use(cors());"), AuthMode.REQUIRED)),
        verdict=Verdict.MEDIUM,
        rule=RULES["unauthenticated-exposure"],
        message="http.listen binds all interfaces (0.0.0.0), but auth is off until somebody sets it up. Mend it.",
        fingerprint="medium",
        architecture=Architecture(
            ArchitectureKind.STREAMABLE_TRANSPORT,
            (Evidence(readme, "network transport"),),
            (Evidence(place("src/mcp.ts", 2, "import '@modelcontextprotocol/node';"), "transport"),),
        ),
        package="@warehouse/mcp",
        documents=("README.md", "docs/deploy.md"),
        remedy="Refuse requests without valid credentials.",
    )
    accepted = replace(
        medium,
        location=place("src/web.ts", 5, "server.listen(port, host);", "listen"),
        auth=AuthMode.REQUIRED,
        guidance=Guidance(True, (Evidence(safe, "reverse proxy"),)),
        verdict=Verdict.ACCEPT,
        rule=None,
        message="server.listen binds all interfaces (0.0.0.0), which is documented.",
        fingerprint="accepted",
        remedy="",
    )
    harmless = site(
        location=place("src/admin.ts", 7, "admin.listen(9000, 'localhost');", "listen"),
        address=Address(AddressClass.LOOPBACK, "localhost", False, ()),
        verdict=Verdict.NONE,
        rule=None,
        message="admin.listen binds localhost, which only this machine can reach.",
        fingerprint="harmless",
        remedy="",
    )
    comment = place("src/legacy.ts", 2, "// portbind-lint: ignore[undocumented-exposure] -- behind a firewall")
    silenced = site(
        location=place("src/legacy.ts", 3, "legacy.listen(80);", "listen"),
        fingerprint="suppressed",
        suppressed=Suppression(comment, ("undocumented-default-exposure",), "behind a firewall"),
        gone=(Gone(place("docs/deploy.md", 4, "Keep the firewall closed."), "guidance for deployers", removed=True),),
    )
    unknown = site(
        location=place("src/start.ts", 2, "  server.listen(port, host);", "listen"),
        address=Address(AddressClass.UNKNOWN, "", True, (), reason="a required parameter that nothing passes"),
        verdict=Verdict.NONE,
        rule=RULES["unresolved-address"],
        message="server.listen binds an address that cannot be known from the code. Follow its callers.",
        fingerprint="unknown",
        remedy="",
    )
    return report(
        harmless,
        silenced,
        medium,
        site(),
        unknown,
        accepted,
        not_analysed=(NotAnalysed("src/broken.ts", "syntax error", 12), NotAnalysed("src/locked.ts", "not readable")),
        notices=(
            Notice(place("src/old.ts", 1, "// portbind-lint: ignore[x] -- y"), "this suppression silences nothing"),
        ),
        left_out=(("minified", 3), ("vendored", 120)),
        scripts=61,
        name="warehouse",
    )


def hostile() -> Report:
    """Names and text that try to steer a terminal, a workflow, a link or a file path."""
    path = "a b/[id](0)\x1b[2J::error::,\n%0A\u202e/\udcff&<script>.ts"
    text = "\tapp.listen(a[0](1), '##[error]', `\x1b]0;title\x07`) // \u202e 日本 ::stop-commands::x \udcff"
    call = place(path, 1, text, "listen")
    evil = place("READ\rME.md", 3, "::set-output name=x::y [click](javascript:alert(1)) \x9b31m")
    weird = site(
        location=call,
        library="ex\x1b[0mpress",
        library_url="https://example.org/\x1b",
        call="app.listen",
        address=Address(
            AddressClass.WILDCARD,
            "\x1b[31m",
            True,
            (place("c:\\x/%2e%2e/y.ts", 2, "x" * 5000 + "'0.0.0.0'" + "y" * 5000, "'0.0.0.0'"),),
            settings=("env \x07",),
            alternatives=("\x1b",),
        ),
        documentation=Documentation(DocumentationStatus.CONTRADICTS, (Evidence(evil, "x"),)),
        controls=(Control(ControlKind.AUTH, evil, AuthMode.NONE),),
        guidance=Guidance(True, (Evidence(evil, "x"),)),
        rule=RULES["contradicted-exposure"],
        message="app.listen \x1b[2J binds \n::error::x [a](1) \\ 100% \u202e. Then more [b](99).",
        remedy="Do \x1b[2J.",
    )
    edit = Edit(place(path, 1, text, "(a"), 11, 11, "'\u202e\x1b', ")
    fix = Fix((edit, replace(edit, start=20, end=22)), "Write [\x1b](1).", "Nobody \u202e.", ((path, "0"),))
    weird = replace(weird, mending=fix)
    off_the_line = site(location=Location("src/x.ts", 1), fingerprint="off")
    return report(
        weird,
        off_the_line,
        not_analysed=(NotAnalysed(path, "not UTF-8 \x1b"),),
        notices=(Notice(evil, "unknown \x1b rule, nearest: [a](1)"),),
        left_out=(("\x1b", 1),),
        name="</title><script>alert(1)</script>\x1b",
    )


def large() -> Report:
    """Thirty findings of one rule in thirty files, and five calls that share one constant."""
    constant = place("src/shared.ts", 1, "export const HOST = '::';", "'::'")
    shared = Address(AddressClass.WILDCARD, "::", False, (constant,))
    return report(
        *(
            site(
                location=place(f"src/s{n:02}.ts", n + 1, "app.listen(1)", "listen"), package="shop", fingerprint=f"f{n}"
            )
            for n in range(30)
        ),
        *(
            site(
                location=place(f"src/t{n}.ts", 9, "server.listen(port, HOST)", "listen"),
                address=shared,
                rule=RULES["undocumented-exposure"],
                message="server.listen binds all interfaces (::). The value comes from src/shared.ts:1.",
                fingerprint=f"shared{n}",
            )
            for n in range(5)
        ),
        not_analysed=tuple(NotAnalysed(f"src/u{n:02}.ts", "syntax error") for n in range(25)),
    )


SITUATIONS = {"empty": empty, "high": high, "mixed": mixed, "hostile": hostile, "large": large}
