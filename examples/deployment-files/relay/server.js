const { readFileSync } = require('fs');
const tls = require('tls');

const listeners = new Set();
const options = { key: readFileSync('tls/key.pem'), cert: readFileSync('tls/cert.pem') };

const server = tls.createServer(options, (socket) => {
  listeners.add(socket);
  socket.on('data', (position) => listeners.forEach((other) => other.write(position)));
  socket.on('close', () => listeners.delete(socket));
});

server.listen(7007);
