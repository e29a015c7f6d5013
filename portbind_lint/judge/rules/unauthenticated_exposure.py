"""# Meant for the network, but callers need no credentials.

## What it does

Finds listeners on all interfaces that the documentation justifies while authentication is missing, or is off until
somebody sets a key.

## Why it matters

A server that is meant to be reached is also reached by those it is not meant for. Authentication that has to be
switched on is off wherever somebody followed the shortest instructions.

## Example

```ts
// src/index.ts
import express from 'express';

const app = express();
app.post('/mcp', (request, response) => response.json({ jsonrpc: '2.0' }));
app.listen(3000, '0.0.0.0');
```

```markdown
<!-- README.md -->
# Tools

The Streamable HTTP transport lets clients on other machines connect to `http://<server>:3000/mcp`.
```

## Instead

```ts
// src/index.ts
import express from 'express';

const app = express();
app.post('/mcp', (request, response) => response.json({ jsonrpc: '2.0' }));
app.listen(3000, '127.0.0.1');
```

```markdown
<!-- README.md -->
# Tools

Clients on the same machine connect to `http://127.0.0.1:3000/mcp`.
```

## What to do

Refuse requests without valid credentials (a bearer token, OAuth, a session), refuse to start on a public address
without them, and generate a token when none is set. For MCP servers also check the `Origin` header.

## References

- [CWE-1327: Binding to an Unrestricted IP Address](https://cwe.mitre.org/data/definitions/1327.html)
- [CWE-306: Missing Authentication for Critical Function](https://cwe.mitre.org/data/definitions/306.html)
- [Model Context Protocol, transports, security warning](https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning)
"""

from __future__ import annotations

from portbind_lint.judge.condition import documented, exposed, requires_auth
from portbind_lint.judge.message import binds, cited
from portbind_lint.judge.remedy import require_auth
from portbind_lint.judge.rule import Rule
from portbind_lint.model.evidence import AuthMode, DocumentationStatus
from portbind_lint.model.verdict import ReviewedSite, Verdict


def _matches(site: ReviewedSite) -> bool:
    return exposed(site) and documented(site, DocumentationStatus.JUSTIFIED) and not requires_auth(site)


def _headline(site: ReviewedSite) -> str:
    meant = f"which is documented{cited(site.review.documentation.evidence)}"
    if site.review.auth is AuthMode.OPTIONAL:
        return f"{binds(site)}, {meant}, but authentication is off until somebody sets it up."
    return f"{binds(site)}, {meant}, but callers need no credentials."


RULE = Rule(
    position=11,
    when="exposed, justified, authentication none or optional",
    verdict=Verdict.MEDIUM,
    severity=6.5,
    matches=_matches,
    headline=_headline,
    remedy=require_auth,
)
