// Runs each program that ENTRIES lists and prints, a line each, the hosts that its listeners were given.
import { readFileSync, writeSync } from 'node:fs';
import net from 'node:net';
import { pathToFileURL } from 'node:url';

let given = [];
let failure = null;
const shown = (host) => given.push(typeof host === 'string' ? host : null);
globalThis.positional = (_port, host) => shown(host);
globalThis.keyed = (options) => shown(options.host);
globalThis.keyedHostname = (options) => shown(options.hostname);
globalThis.Bun = { serve: globalThis.keyedHostname };
globalThis.Deno = { serve: globalThis.keyedHostname };
net.Server.prototype.listen = function listen(first, second, third) {
  shown(typeof first === 'object' ? first.host : second);
  const callback = [second, third].find((argument) => typeof argument === 'function');
  if (callback) setImmediate(callback);
  return this;
};
console.log = console.debug = () => {};
console.error = (error) => { failure = error; };
process.on('uncaughtException', (error) => { failure = error; });
process.on('unhandledRejection', (error) => { failure = error; });

const environment = { ...process.env };
for (const entry of JSON.parse(readFileSync(process.env.ENTRIES, 'utf8'))) {
  given = [];
  failure = null;
  try {
    await import(pathToFileURL(entry).href);
  } catch (error) {
    failure = error;
  }
  for (let waited = 0; waited < 100 && given.length === 0 && failure === null; waited++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  writeSync(1, `${JSON.stringify(failure === null ? given : [`failed: ${failure.stack ?? failure}`])}\n`);
}
process.exit(0);
