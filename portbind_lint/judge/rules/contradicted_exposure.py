"""# The documentation says local, the code listens on all interfaces.

## What it does

Finds listeners on all interfaces whose documentation says the opposite: that the server is local only, that its
default is a loopback address, or that shows nothing but localhost.

## Why it matters

Users act on what they read: who is told that a server stays on this machine sets up no password and no firewall. The
exposure is then both real and unknown to everybody who could do something about it.

## Example

```ts
// src/index.ts
import express from 'express';

const app = express();
app.post('/run', (request, response) => response.send('done'));
app.listen(7070, '0.0.0.0');
```

```markdown
<!-- README.md -->
# Runner

The server only accepts connections from your own machine.
Open http://localhost:7070 after the start.
```

## Instead

```ts
// src/index.ts
import express from 'express';

const app = express();
app.post('/run', (request, response) => response.send('done'));
app.listen(7070, '127.0.0.1');
```

## What to do

Make the code do what the documentation says: bind 127.0.0.1. If the network is meant, correct the documentation, and
say how to expose the server safely.

## References

- [CWE-1327: Binding to an Unrestricted IP Address](https://cwe.mitre.org/data/definitions/1327.html)
- [CWE-306: Missing Authentication for Critical Function](https://cwe.mitre.org/data/definitions/306.html)
- [Node.js, net: server.listen(), what an omitted host means](https://nodejs.org/api/net.html#serverlistenport-host-backlog-callback)
- [Model Context Protocol, transports, security warning](https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning)
"""

from __future__ import annotations

from portbind_lint.judge.condition import documented, exposed
from portbind_lint.judge.message import binds, cited
from portbind_lint.judge.remedy import bind_or_document
from portbind_lint.judge.rule import Rule
from portbind_lint.model.evidence import DocumentationStatus
from portbind_lint.model.verdict import ReviewedSite, Verdict


def _matches(site: ReviewedSite) -> bool:
    return exposed(site) and documented(site, DocumentationStatus.CONTRADICTS)


def _headline(site: ReviewedSite) -> str:
    return f"{binds(site)}, but the documentation shows a local server{cited(site.review.documentation.evidence)}."


RULE = Rule(
    position=7,
    when="exposed, documentation contradicts",
    verdict=Verdict.HIGH,
    severity=7.8,
    matches=_matches,
    headline=_headline,
    remedy=bind_or_document,
)
