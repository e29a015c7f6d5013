"""# All interfaces are bound and nobody says why.

## What it does

Finds listeners whose host is written as all interfaces (`0.0.0.0`, `::`, `''`, `'*'` or an equal value that arrives
through constants, parameters or settings) while neither the documentation nor a deployment file speaks of the
network.

## Why it matters

Every machine that can route a packet to this one can talk to the server, and nobody has decided that it should. Such
addresses are typed to make a container work or are copied from an example, and stay.

## Example

```ts
// src/index.ts
import express from 'express';

const app = express();
app.get('/files', (request, response) => response.send('all of them'));
app.listen(3000, '0.0.0.0');
```

## Instead

```ts
// src/index.ts
import express from 'express';

const app = express();
app.get('/files', (request, response) => response.send('all of them'));
app.listen(3000, process.env.HOST ?? '127.0.0.1');
```

## What to do

Bind 127.0.0.1 by default and let a setting choose another address. If the server is meant for the network, say so in
the README (which transport, who connects), require authentication and tell deployers how to expose it safely.

## References

- [CWE-1327: Binding to an Unrestricted IP Address](https://cwe.mitre.org/data/definitions/1327.html)
- [CWE-306: Missing Authentication for Critical Function](https://cwe.mitre.org/data/definitions/306.html)
- [Model Context Protocol, transports, security warning](https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning)
- [OWASP, network segmentation](https://owasp.org/www-community/controls/Network_Segmentation)
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
    return is_class(site, AddressClass.WILDCARD) and documented(site, DocumentationStatus.SILENT)


def _headline(site: ReviewedSite) -> str:
    return f"{binds(site)}, and nothing in the documentation says that it should."


RULE = Rule(
    position=8,
    when="all interfaces written, documentation silent",
    verdict=Verdict.HIGH,
    severity=7.5,
    matches=_matches,
    headline=_headline,
    remedy=bind_or_document,
)
