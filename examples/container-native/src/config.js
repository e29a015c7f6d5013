export const config = Object.freeze({
  host: '0.0.0.0',
  port: 8080,
});
