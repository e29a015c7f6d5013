import { createServer, type Server } from 'node:net';
import { createInterface } from 'node:readline';

export type Handler = (line: string) => string;

/** Answers every line that a client sends; the address is the caller's. */
export function serveLines(port: number, host: string, handler: Handler): Server {
  const server = createServer((socket) => {
    createInterface({ input: socket }).on('line', (line) => socket.write(`${handler(line)}\n`));
  });
  server.listen(port, host);
  return server;
}
