// Cold start (an empty home: database made, demonstration seeded) and warm start (the same home again), and memory.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProduct } from './running-stack.mjs';

const round = (value) => Math.round(value * 10) / 10;

export async function measureStart(root) {
  const home = mkdtempSync(join(tmpdir(), 'dezky-bench-'));
  try {
    const cold = await startProduct(root, home);
    await cold.stop();
    const warm = await startProduct(root, home, cold.port);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const memory = warm.memoryMiB();
    await warm.stop();
    return [
      { name: 'start.cold', value: round(cold.seconds), unit: 's' },
      { name: 'start.warm', value: round(warm.seconds), unit: 's', ratio: warm.seconds / cold.seconds, comparedWith: 'start.cold' },
      ...(memory === null ? [] : [{ name: 'start.memory', value: Math.round(memory), unit: 'MiB' }]),
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
