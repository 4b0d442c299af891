const names = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/**
 * An amount of storage in words, in steps of 1,000.
 * @param amount bytes; the API sends large ones as text
 */
export function formatBytes(amount: number | string): string {
  const bytes = Number(amount);
  const step = bytes < 1 ? 0 : Math.min(names.length - 1, Math.floor(Math.log10(bytes) / 3));
  const shown = bytes / 1000 ** step;
  return `${shown.toLocaleString('en', { maximumFractionDigits: step === 0 || shown >= 100 ? 0 : 1 })} ${names[step] ?? 'B'}`;
}
