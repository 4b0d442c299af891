/** What infra/stack/build-explorer.mjs puts into the bundle. */
declare module 'dezky:operations' {
  import type { OperationFiles } from './saved-operation';
  export const operations: readonly OperationFiles[];
}

/** Where the built scripts of Monaco's workers are. */
declare const workerUrls: Readonly<Record<'editor' | 'json' | 'graphql', string>>;
