#!/usr/bin/env -S npx tsx
import { parseArgs } from 'node:util';

import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';

import { startHttp } from './http.js';
import { createHerbarium } from './server.js';

const { values } = parseArgs({
  options: {
    transport: { type: 'string', default: 'stdio' },
    host: { type: 'string', default: '0.0.0.0' },
    port: { type: 'string', default: '3333' },
  },
});

if (values.transport === 'http') {
  startHttp(Number(values.port), values.host);
} else {
  await createHerbarium().connect(new StdioServerTransport());
}
