const express = require('express');

const app = express();
const snippets = [];

app.use(express.text({ type: '*/*' }));

app.get('/snippets', (request, response) => response.json(snippets));
app.post('/snippets', (request, response) => {
  snippets.push(request.body);
  response.sendStatus(201);
});

app.listen(3000, '0.0.0.0', () => {
  console.log('Server running on port 3000');
});
