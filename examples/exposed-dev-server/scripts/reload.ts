import { watch } from 'node:fs';
import { WebSocketServer } from 'ws';

const sockets = new WebSocketServer({ port: 35730 });

watch('chapters', { recursive: true }, (_event, chapter) => {
  for (const client of sockets.clients) {
    client.send(JSON.stringify({ changed: chapter }));
  }
});
