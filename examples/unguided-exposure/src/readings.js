import Router from '@koa/router';

const latest = new Map();

export const readings = new Router();

readings.post('/readings', (ctx) => {
  const { meter, value } = ctx.request.body;
  latest.set(meter, value);
  ctx.status = 204;
});

readings.get('/readings', (ctx) => {
  ctx.body = Object.fromEntries(latest);
});
