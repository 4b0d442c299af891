import { InvalidInput } from '@dezky/kit/failure/failure.type';
import zxcvbn from 'zxcvbn';

/** The mail server takes 8 to 128 characters of zxcvbn strength three; ours are no shorter than twelve. */
export function checkNewPassword(password: string, personal: readonly string[]): InvalidInput | null {
  const wrong = (message: string): InvalidInput => new InvalidInput(message, ['input', 'newPassword']);
  if (password.length < 12) return wrong('Use at least 12 characters.');
  if (password.length > 128) return wrong('Use at most 128 characters.');
  // The estimate of very long texts is slow and adds nothing.
  const { score, feedback } = zxcvbn(password.slice(0, 72), [...personal]);
  if (score < 3) return wrong(`This password is too easy to guess. ${sentences([feedback.warning, ...feedback.suggestions])}`.trim());
  return null;
}

const sentences = (texts: readonly string[]): string =>
  texts
    .filter(Boolean)
    .map((text) => (/[.!?]$/.test(text) ? text : `${text}.`))
    .join(' ');
