const { createReadStream } = require('fs');
const http = require('http');

const server = http.createServer((request, response) => {
  response.setHeader('content-type', 'image/jpeg');
  createReadStream('last.jpg').pipe(response);
});

server.listen(process.env.PORT || 10000, '0.0.0.0');
