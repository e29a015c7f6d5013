import type { NoteStore } from './store';

export class NoteServer {
  private readonly hostname = '0.0.0.0';
  private readonly port = 4321;

  constructor(private readonly store: NoteStore) {}

  start() {
    return Bun.serve({
      hostname: this.hostname,
      port: this.port,
      fetch: async (request) => {
        if (request.method === 'POST') {
          await this.store.add(await request.text());
        }
        return Response.json(await this.store.all());
      },
    });
  }
}
