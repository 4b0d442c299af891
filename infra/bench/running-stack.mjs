// Starts the product as `npm start` does, in a home of its own, for measuring from outside.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** A port such that it and the eight after it are free. */
async function freeRange() {
  const isFree = (port) =>
    new Promise((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
  for (let port = 14_000; port < 60_000; port += 10) {
    const free = await Promise.all(Array.from({ length: 9 }, (_, offset) => isFree(port + offset)));
    if (free.every(Boolean)) return port;
  }
  throw new Error('No nine ports in a row are free.');
}

/** Starts, and resolves when the ready line is printed. */
export async function startProduct(root, home, port) {
  const chosen = port ?? (await freeRange());
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(root, 'infra/stack/start.mjs')], { cwd: root, env: { ...process.env, PORT: String(chosen), DEZKY_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The product ended with ${code}: ${said}`)));
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (/^Dezky is ready/m.test(said)) resolve();
    });
  });
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    port: chosen,
    seconds,
    url: `http://localhost:${chosen}`,
    /** Resident memory of the product's process, without PostgreSQL, in MiB; null where /proc does not exist. */
    memoryMiB: () => {
      try {
        return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024;
      } catch {
        // This system has no /proc.
        return null;
      }
    },
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.once('exit', resolve);
        child.kill('SIGINT');
      }),
  };
}
