import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';

import { nextOpenPort } from '../src/index.js';

test('skips a port that is taken', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '0.0.0.0', resolve));
  const { port } = other.address() as AddressInfo;

  const found = await nextOpenPort(port);

  assert.ok(found > port);
  other.close();
});
