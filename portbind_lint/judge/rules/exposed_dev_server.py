"""# A development server listens on all interfaces.

## What it does

Finds servers that serve a developer at work (dev servers, live reload, debugging proxies, build scripts) and bind all
interfaces although no documentation or deployment file asks for it.

## Why it matters

A development server hands out source code, accepts commands and has no login, because it was meant for one person on
one machine. On a conference or café network everybody else is on the same interface.

## Example

```ts
// scripts/dev-server.ts
import http from 'node:http';

http.createServer((request, response) => response.end('rebuilt')).listen(8080, '0.0.0.0');
```

## Instead

```ts
// scripts/dev-server.ts
import http from 'node:http';

const host = process.env.DEV_HOST ?? '127.0.0.1';
http.createServer((request, response) => response.end('rebuilt')).listen(8080, host);
```

## What to do

Bind 127.0.0.1 and offer a flag such as `--host` to those who test from a phone or another machine. Check the `Host`
and `Origin` headers too, because web pages can reach a local server through DNS rebinding.

## References

- [CWE-1327: Binding to an Unrestricted IP Address](https://cwe.mitre.org/data/definitions/1327.html)
- [CWE-489: Active Debug Code](https://cwe.mitre.org/data/definitions/489.html)
- [Node.js, net: server.listen(), what an omitted host means](https://nodejs.org/api/net.html#serverlistenport-host-backlog-callback)
- [Vite, server.host](https://vite.dev/config/server-options.html#server-host)
"""

from __future__ import annotations

from portbind_lint.judge.condition import documented, exposed, is_context
from portbind_lint.judge.message import binds
from portbind_lint.judge.remedy import bind_or_document
from portbind_lint.judge.rule import Rule
from portbind_lint.model.evidence import DocumentationStatus
from portbind_lint.model.site import Context
from portbind_lint.model.verdict import ReviewedSite, Verdict


def _matches(site: ReviewedSite) -> bool:
    unasked = documented(site, DocumentationStatus.SILENT, DocumentationStatus.CONTRADICTS)
    return exposed(site) and is_context(site, Context.DEV) and unasked


def _headline(site: ReviewedSite) -> str:
    return f"{binds(site)} for a development server, and nothing in the documentation asks for that."


RULE = Rule(
    position=6,
    when="exposed, in development tooling, documentation silent or contradicts",
    verdict=Verdict.HIGH,
    severity=7.2,
    matches=_matches,
    headline=_headline,
    remedy=bind_or_document,
)
