const connect = require('connect');
const { nextHighWater } = require('./water');

const app = connect();
app.use((request, response) => response.end(nextHighWater(new Date()).toISOString()));
app.listen(process.env.PORT || 8081);
