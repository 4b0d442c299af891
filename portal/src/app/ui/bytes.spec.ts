import { formatBytes } from './bytes';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_500, '1.5 kB'],
    [493_827_156, '494 MB'],
    ['10000000000', '10 GB'],
    [1_575e9, '1.6 TB'],
    ['9007199254740993000', '9,007 PB'],
  ])('says %j as %s', (amount, words) => {
    expect(formatBytes(amount)).toBe(words);
  });
});
