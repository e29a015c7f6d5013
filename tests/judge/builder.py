"""Reviewed sites for tests of the decision table."""

from __future__ import annotations

from portbind_lint.model.evidence import (
    AuthMode,
    Control,
    ControlKind,
    Documentation,
    DocumentationStatus,
    Evidence,
    Guidance,
    Review,
)
from portbind_lint.model.library import Default, DefaultClass, HostPosition, Library, Listener, Proof
from portbind_lint.model.site import Address, AddressClass, Context, Site
from portbind_lint.model.source import Location
from portbind_lint.model.syntax import Call, Expression, Literal, Member, Name
from portbind_lint.model.verdict import ReviewedSite
from portbind_lint.parse.source import parse

CALL = Location("src/server.ts", 4, 5, 4, 11, "app.listen(3000);")
README = Location("README.md", 31, text="  The HTTP  transport is for clients on other machines. ")
CHECK = Location("src/auth.ts", 9, text="if (!token) throw new Unauthorized();")
HOSTS = (HostPosition(1), HostPosition(0, "host"))


def library(**changes: object) -> Library:
    fields: dict[str, object] = {
        "name": "express",
        "modules": ("express",),
        "documentation": "https://expressjs.com/en/api.html#app.listen",
        "servers": ("()",),
        "listeners": (Listener("().listen", HOSTS, (Default("::", DefaultClass.WILDCARD),)),),
        "configs": (),
        "proof": Proof("run", "5.1.0", "tcp ::"),
        "examples": (),
    }
    return Library(**(fields | changes))


def literal(value: str | float) -> Literal:
    return Literal(0, 0, value)


def site(
    *arguments: Expression, of: Library | None = None, hosts: tuple[HostPosition, ...] | None = None, **changes: object
) -> Site:
    of = of or library()
    listener = of.listeners[0] if hosts is None else Listener("().listen", hosts, ())
    callee = Member(0, 0, Name(0, 0, "app"), "listen", 4)
    fields: dict[str, object] = {
        "module": parse("src/server.ts", b"app.listen(3000);"),
        "location": CALL,
        "node": Call(0, 0, callee, arguments or (literal(3000),), False, 4),
        "library": of,
        "listener": listener,
        "config": None,
        "call": "app.listen",
        "server": None,
    }
    return Site(**(fields | changes))


def address(cls: AddressClass, value: str = "0.0.0.0", *trail: Location, **changes: object) -> Address:
    fields: dict[str, object] = {"cls": cls, "value": value, "configurable": False, "trail": trail}
    return Address(**(fields | changes))


def review(
    docs: DocumentationStatus = DocumentationStatus.SILENT,
    auth: AuthMode = AuthMode.NONE,
    *,
    guided: bool = False,
    controls: tuple[Control, ...] | None = None,
) -> Review:
    evidence = () if docs is DocumentationStatus.SILENT else (Evidence(README, "transport"),)
    if controls is None:
        controls = () if auth is AuthMode.NONE else (Control(ControlKind.AUTH, CHECK, auth),)
    return Review(Documentation(docs, evidence), auth, controls, Guidance(guided))


def reviewed(
    bound: Address | AddressClass = AddressClass.WILDCARD,
    context: Context = Context.PRODUCT,
    judged: Review | None = None,
    of: Site | None = None,
) -> ReviewedSite:
    return ReviewedSite(
        site=of or site(),
        address=bound if isinstance(bound, Address) else address(bound),
        context=context,
        review=judged or review(),
    )
