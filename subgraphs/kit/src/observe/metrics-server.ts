import { createServer } from 'node:http';
import { registry } from './metrics';

/**
 * Serves `GET /metrics` on a port of its own, which is not the one strangers reach: metrics tell how much is going on.
 *
 * @throws EADDRINUSE and the like.
 */
export async function serveMetrics(options: { readonly host: string; readonly port: number }): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}
