export { serveLines } from './serve.js';
export { LineServer } from './server.js';
