import { readdir, readFile, rename, writeFile } from 'node:fs/promises';

import { openDebugger } from './debug.js';
import { render } from './invoice.js';

if (process.env.INVOICE_DEBUG) {
  openDebugger();
}

for (const name of await readdir('queue')) {
  const order = JSON.parse(await readFile(`queue/${name}`, 'utf8'));
  await writeFile(`out/${name}.txt`, render(order));
  await rename(`queue/${name}`, `done/${name}`);
}
