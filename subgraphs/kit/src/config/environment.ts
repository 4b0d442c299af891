import { z } from 'zod';

/** One variable of the environment: what it means, its shape, its value on a developer's machine. */
export interface Variable<T> {
  readonly description: string;
  readonly schema: z.ZodType<T>;
  /** Used when the variable is not set. Without it the variable is required. */
  readonly local?: string;
  /** Never printed, neither in documentation nor in errors. */
  readonly secret?: boolean;
}

export type Variables = Readonly<Record<string, Variable<unknown>>>;
export type Environment<V extends Variables> = { readonly [Name in keyof V]: V[Name] extends Variable<infer T> ? T : never };

/** The start is stopped by one line that names the variable. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  constructor(readonly variable: string, problem: string) {
    super(`${variable} ${problem}`);
  }
}

export const variable = <T>(description: string, schema: z.ZodType<T>, more: { local?: string; secret?: boolean } = {}): Variable<T> => ({ description, schema, ...more });

/** Digits alone: an empty text is no number, though JavaScript takes it for 0. */
const whole = z.string().regex(/^\d{1,9}$/, 'it has to be a whole number, 0 or more').transform(Number);

/** Shapes that variables have. */
export const shape = {
  text: z.string().min(1),
  /** May be left empty, which says that there is none. */
  maybe: z.string(),
  url: z.string().refine((text) => URL.canParse(text), 'it has to be a URL').transform((text) => text.replace(/\/+$/, '')),
  port: whole.refine((number) => number < 65_536, 'it has to be below 65536'),
  count: whole,
  /** What fits at once and what is made good in a second, as 20000/200. */
  budget: z
    .string()
    .regex(/^[1-9]\d{0,8}\/[1-9]\d{0,8}$/, 'it has to be two whole numbers with a slash between them, such as 20000/200')
    .transform((text) => {
      const [capacity = 0, perSecond = 0] = text.split('/').map(Number);
      return { capacity, perSecond };
    }),
  flag: z.enum(['true', 'false']).transform((text) => text === 'true'),
  list: z.string().transform((text) => text.split(',').map((part) => part.trim()).filter(Boolean)),
};

/**
 * Reads the named variables once, at the start of a process.
 *
 * @throws ConfigurationError naming the first variable that is missing or wrong.
 */
export function readEnvironment<V extends Variables>(variables: V, environment: NodeJS.ProcessEnv = process.env): Environment<V> {
  const values: Record<string, unknown> = {};
  for (const [name, { schema, local, secret }] of Object.entries(variables)) {
    const text = environment[name] ?? local;
    if (text === undefined) throw new ConfigurationError(name, 'is not set and has no default.');
    const parsed = schema.safeParse(text);
    if (!parsed.success) throw new ConfigurationError(name, `is ${secret ? 'set to a value that is' : `"${text}", which is`} not accepted: ${parsed.error.issues[0]?.message ?? 'wrong value'}.`);
    values[name] = parsed.data;
  }
  return values as Environment<V>;
}
