import { deviceGuides, deviceOf } from './device';

const safari = (system: string): string => `Mozilla/5.0 (${system}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15`;

describe('deviceOf', () => {
  it.each([
    ['an iPhone', safari('iPhone; CPU iPhone OS 18_6 like Mac OS X'), 5, 'iphone'],
    ['an older iPad', safari('iPad; CPU OS 12_5 like Mac OS X'), 5, 'iphone'],
    ['an iPad that says it is a Mac', safari('Macintosh; Intel Mac OS X 10_15_7'), 5, 'iphone'],
    ['a Mac', safari('Macintosh; Intel Mac OS X 10_15_7'), 0, 'mac'],
    ['an Android telephone', 'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36', 5, 'android'],
    ['Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36 Edg/147.0.0.0', 10, 'outlook'],
    ['Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 0, 'thunderbird'],
    ['something else', 'curl/8.14', 0, 'other'],
  ])('knows %s', (_name, userAgent, maxTouchPoints, device) => {
    expect(deviceOf({ userAgent, maxTouchPoints })).toBe(device);
    expect(deviceGuides.some((guide) => guide.device === device)).toBe(true);
  });
});
