const express = require('express');

const loans = require('./loans');

const app = express();
const port = process.env.PORT || 3000;

app.get('/overdue', (request, response) => response.json(loans.overdue(new Date())));
app.delete('/loans/:id', (request, response) => {
  loans.end(request.params.id);
  response.sendStatus(204);
});

app.listen(port, () => console.log(`shelf-life is on port ${port}`));
