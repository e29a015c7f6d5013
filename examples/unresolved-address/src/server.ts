import net from 'node:net';

/** A `net.Server` that greets its clients. */
export class LineServer {
  private readonly server: net.Server;

  constructor(greeting: string) {
    this.server = net.createServer((socket) => socket.write(`${greeting}\n`));
  }

  /** Takes what `net.Server.listen` takes. */
  listen(...args: Parameters<net.Server['listen']>): this {
    this.server.listen(...args);
    return this;
  }
}
