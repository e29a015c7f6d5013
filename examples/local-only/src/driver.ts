import net from 'node:net';

const SOCKET_PATH = '/run/desk-bridge/driver.sock';

export function openDriverSocket(): net.Server {
  return net.createServer((socket) => socket.end('READY\n')).listen({ path: SOCKET_PATH });
}
