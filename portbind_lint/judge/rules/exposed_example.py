"""# Example code listens on all interfaces.

## What it does

Finds listeners in examples, demos, templates and documentation snippets that bind all interfaces, unless the
documentation asks for the network, authentication is required and deployers are told how to expose it safely.

## Why it matters

Examples are copied, so an exposure in one becomes an exposure in every project that starts from it. The people who
run an example are the ones who know least about what it opens, often on a laptop in a shared network.

## Example

```ts
// examples/hello/server.ts
import express from 'express';

const app = express();
app.get('/', (request, response) => response.send('hello'));
app.listen(3000);
```

## Instead

```ts
// examples/hello/server.ts
import express from 'express';

const app = express();
app.get('/', (request, response) => response.send('hello'));
app.listen(3000, '127.0.0.1');
```

## What to do

Bind 127.0.0.1 in the example. If it has to be reached from elsewhere, in a container for instance, take the host
from a setting that the example's README explains.

## References

- [CWE-1327: Binding to an Unrestricted IP Address](https://cwe.mitre.org/data/definitions/1327.html)
- [Node.js, net: server.listen(), what an omitted host means](https://nodejs.org/api/net.html#serverlistenport-host-backlog-callback)
- [Model Context Protocol, transports, security warning](https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning)
"""

from __future__ import annotations

from portbind_lint.judge.condition import documented, exposed, guided, is_context, requires_auth
from portbind_lint.judge.message import binds
from portbind_lint.judge.remedy import bind_or_document
from portbind_lint.judge.rule import Rule
from portbind_lint.model.evidence import DocumentationStatus
from portbind_lint.model.site import Context
from portbind_lint.model.verdict import ReviewedSite, Verdict


def _matches(site: ReviewedSite) -> bool:
    sound = documented(site, DocumentationStatus.JUSTIFIED) and requires_auth(site) and guided(site)
    return exposed(site) and is_context(site, Context.EXAMPLE) and not sound


def _headline(site: ReviewedSite) -> str:
    return f"{binds(site)} in example code, which people copy."


RULE = Rule(
    position=5,
    when="exposed, in an example, and not all three of: justified, authentication required, guidance",
    verdict=Verdict.MEDIUM,
    severity=4.0,
    matches=_matches,
    headline=_headline,
    remedy=bind_or_document,
)
