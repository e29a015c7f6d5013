"""# No host is given, and the library listens on all interfaces.

## What it does

Finds listeners that get no host from the code, in libraries that then bind all interfaces by themselves, while
neither the documentation nor a deployment file speaks of the network. `app.listen(3000)` of Express is the common case:
it ends in Node's `net`, which binds `::`, IPv4 included.

## Why it matters

The line looks harmless, and the log says localhost, yet every machine on the network can connect. Nobody has chosen
the exposure: it is what is left when nobody chooses.

## Example

```ts
// src/index.ts
import express from 'express';

const app = express();
app.get('/files', (request, response) => response.send('all of them'));
app.listen(3000, () => console.log('http://localhost:3000'));
```

## Instead

```ts
// src/index.ts
import express from 'express';

const app = express();
app.get('/files', (request, response) => response.send('all of them'));
app.listen(3000, '127.0.0.1', () => console.log('http://localhost:3000'));
```

## What to do

Name the host: pass 127.0.0.1, or a setting whose default is 127.0.0.1. If the server is meant for the network, say so
in the README (which transport, who connects), require authentication and tell deployers how to expose it safely.

## References

- [CWE-1327: Binding to an Unrestricted IP Address](https://cwe.mitre.org/data/definitions/1327.html)
- [CWE-1188: Initialization of a Resource with an Insecure Default](https://cwe.mitre.org/data/definitions/1188.html)
- [CWE-306: Missing Authentication for Critical Function](https://cwe.mitre.org/data/definitions/306.html)
- [Node.js, net: server.listen(), what an omitted host means](https://nodejs.org/api/net.html#serverlistenport-host-backlog-callback)
- [Model Context Protocol, transports, security warning](https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning)
"""

from __future__ import annotations

from portbind_lint.judge.condition import documented, is_class
from portbind_lint.judge.message import binds
from portbind_lint.judge.remedy import bind_or_document
from portbind_lint.judge.rule import Rule
from portbind_lint.model.evidence import DocumentationStatus
from portbind_lint.model.site import AddressClass
from portbind_lint.model.verdict import ReviewedSite, Verdict


def _matches(site: ReviewedSite) -> bool:
    return is_class(site, AddressClass.WILDCARD_DEFAULT) and documented(site, DocumentationStatus.SILENT)


def _headline(site: ReviewedSite) -> str:
    return f"{binds(site)}, and nothing in the documentation says that it should."


RULE = Rule(
    position=9,
    when="all interfaces by the library's default, documentation silent",
    verdict=Verdict.HIGH,
    severity=7.1,
    matches=_matches,
    headline=_headline,
    remedy=bind_or_document,
)
