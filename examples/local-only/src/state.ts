import { WebSocketServer } from 'ws';

const defaults = { host: 'localhost', port: 7301 };

export function startState(overrides: Partial<typeof defaults> = {}): WebSocketServer {
  const { host, port } = { ...defaults, ...overrides };
  const server = new WebSocketServer({ host, port });
  server.on('connection', (socket) => socket.send(JSON.stringify({ paper: 'ok' })));
  return server;
}
