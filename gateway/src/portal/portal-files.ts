import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { Exchange } from '../http/exchange';

interface PortalFile {
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
  readonly raw: Buffer;
  readonly br?: Buffer;
  readonly gzip?: Buffer;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/** Styles are set by the components at run time; scripts come from our own files only. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ');

export interface PortalFilesOptions {
  /** The path under which the files are served; the portal's own is the root. */
  readonly under?: string;
  /** Of the pages. */
  readonly contentSecurityPolicy?: string;
}

/** A built web app, the portal before all, served from memory in the form the build compressed it to. */
export class PortalFiles {
  private constructor(
    private readonly files: ReadonlyMap<string, PortalFile>,
    private readonly policy: string,
  ) {}

  /** @param directory the build's output; files `x.br` and `x.gz` beside `x` are its compressed forms. */
  static load(directory: string, { under = '', contentSecurityPolicy: policy = contentSecurityPolicy }: PortalFilesOptions = {}): PortalFiles {
    const files = new Map<string, PortalFile>();
    const compressed = (path: string): Buffer | undefined => {
      try {
        return readFileSync(path);
      } catch {
        // Small files and images are not worth compressing; the build leaves them as they are.
        return undefined;
      }
    };
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || /\.(br|gz|map)$/.test(entry.name)) continue;
      const path = join(entry.parentPath ?? entry.path, entry.name);
      const raw = readFileSync(path);
      const br = compressed(`${path}.br`);
      const gzip = compressed(`${path}.gz`);
      files.set(`${under}/${relative(directory, path).split(sep).join('/')}`, {
        raw,
        ...(br ? { br } : {}),
        ...(gzip ? { gzip } : {}),
        type: types[extname(entry.name)] ?? 'application/octet-stream',
        // Weak, as it names the content and not the bytes of one of its compressed forms (RFC 9110 section 8.8.1).
        etag: `W/"${createHash('sha256').update(raw).digest('base64url').slice(0, 22)}"`,
        cacheControl: /[-.][A-Z0-9]{8}\.[a-z0-9]+$/.test(entry.name) ? 'public, max-age=31536000, immutable' : 'no-cache',
      });
    }
    return new PortalFiles(files, policy);
  }

  /**
   * Answers with a file, or with the app for every path that is a place in it.
   *
   * @param pathname which file, where the answer is another than the one asked for.
   */
  serve(exchange: Exchange, pathname = exchange.url.pathname, status = 200): void {
    const file = this.files.get(pathname) ?? (extname(pathname) === '' ? this.files.get('/index.html') : undefined);
    if (!file) return exchange.send(404, 'Not found', { 'content-type': 'text/plain; charset=utf-8' });
    const headers: Record<string, string> = {
      'content-type': file.type,
      'cache-control': file.cacheControl,
      etag: file.etag,
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
      ...(file.type.startsWith('text/html') ? { 'content-security-policy': this.policy, 'referrer-policy': 'same-origin' } : {}),
    };
    if (status === 200 && namesOne(exchange.request.headers['if-none-match'], file.etag)) {
      exchange.response.writeHead(304, headers).end();
      return;
    }
    const accepted = String(exchange.request.headers['accept-encoding'] ?? '');
    if (file.br && accepts(accepted, 'br')) return exchange.send(status, file.br, { ...headers, 'content-encoding': 'br' });
    if (file.gzip && accepts(accepted, 'gzip')) return exchange.send(status, file.gzip, { ...headers, 'content-encoding': 'gzip' });
    exchange.send(status, file.raw, headers);
  }
}

/** Whether If-None-Match names the entity tag, by weak comparison (RFC 9110 section 13.1.2). */
const namesOne = (header: string | undefined, etag: string): boolean => {
  const plain = (tag: string): string => tag.trim().replace(/^W\//, '');
  return header !== undefined && (header.trim() === '*' || header.split(',').some((tag) => plain(tag) === plain(etag)));
};

/** Whether Accept-Encoding names the coding and does not rule it out with a weight of zero (RFC 9110 section 12.5.3). */
const accepts = (header: string, coding: string): boolean =>
  header.split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    return name === coding && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
