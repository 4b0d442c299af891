import type { Verdict } from './dns-record';

/** A verdict without the values it is about. */
export type Judgement = Omit<Verdict, 'found' | 'propagatesAt'>;

export const right: Judgement = { state: 'OK', advice: null };
export const wrong = (advice: string): Judgement => ({ state: 'BAD', advice });
export const doubtful = (advice: string): Judgement => ({ state: 'WARN', advice });
