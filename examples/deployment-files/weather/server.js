const { createServer } = require('https');
const { readFileSync } = require('fs');

const certificate = { key: readFileSync('tls/key.pem'), cert: readFileSync('tls/cert.pem') };

createServer(certificate, (request, response) => {
  response.end(readFileSync('wind.txt'));
}).listen(7009, process.env.HOST);
