const sold = [];

exports.routes = [
  {
    method: 'POST',
    path: '/tickets',
    handler: (request, h) => {
      const ticket = { number: sold.length + 1, buyer: request.auth.credentials.sub };
      sold.push(ticket);
      return h.response(ticket).code(201);
    },
  },
  { method: 'GET', path: '/tickets/count', handler: () => ({ sold: sold.length }) },
];
