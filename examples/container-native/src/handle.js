import sharp from 'sharp';

export function handle(request, response) {
  const url = new URL(request.url, 'http://thumbnailer');
  if (url.pathname === '/healthz') {
    response.end('ok');
    return;
  }
  const width = Number(url.searchParams.get('width') ?? 320);
  request.pipe(sharp().resize({ width }).jpeg()).pipe(response);
}
