import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';

interface Note {
  id: string;
  text: string;
}

export function createApp(token: string): Hono {
  const notes = new Map<string, Note>();
  const app = new Hono();

  app.use('*', bearerAuth({ token }));

  app.get('/notes', (c) => c.json([...notes.values()]));
  app.put('/notes/:id', async (c) => {
    const id = c.req.param('id');
    notes.set(id, { id, text: await c.req.text() });
    return c.body(null, 204);
  });

  return app;
}
