import { isFree } from './probe.js';

const LAST_PORT = 65535;

/** The first free port from `wanted` upwards. */
export async function nextOpenPort(wanted: number): Promise<number> {
  for (let port = wanted; port <= LAST_PORT; port += 1) {
    if (await isFree(port)) {
      return port;
    }
  }
  throw new Error(`no free port between ${wanted} and ${LAST_PORT}`);
}
