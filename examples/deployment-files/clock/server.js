const connect = require('connect');

const app = connect();
app.use((request, response) => response.end(new Date().toISOString()));
app.listen(process.env.PORT || 8080);
