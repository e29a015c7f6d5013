const { compile } = require('./pattern');

class Router {
  constructor() {
    this.routes = [];
    this.handle = this.handle.bind(this);
  }

  get(pattern, handler) {
    this.routes.push({ method: 'GET', match: compile(pattern), handler });
  }

  handle(request, response) {
    for (const { method, match, handler } of this.routes) {
      const parameters = method === request.method ? match(request.url) : null;
      if (parameters) {
        return handler(request, response, parameters);
      }
    }
    response.statusCode = 404;
    return response.end();
  }
}

module.exports = { Router };
