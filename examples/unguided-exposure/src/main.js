import Koa from 'koa';
import bodyParser from 'koa-bodyparser';

import { options } from './options.js';
import { readings } from './readings.js';
import { requireToken } from './token.js';

const app = new Koa();

app.use(requireToken(options.tokens));
app.use(bodyParser());
app.use(readings.routes());

app.listen(options.listen);
