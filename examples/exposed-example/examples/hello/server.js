const http = require('http');

const { Router } = require('../../src');

const router = new Router();
router.get('/hello/:name', (request, response, { name }) => response.end(`Hello ${name}`));

http.createServer(router.handle).listen(8080, '0.0.0.0', () => {
  console.log('say hello');
});
