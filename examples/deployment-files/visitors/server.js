const { createServer } = require('http');

let passed = 0;

createServer((request, response) => {
  if (request.method === 'POST') {
    passed += 1;
  }
  response.end(String(passed));
}).listen({ port: 7008 });
