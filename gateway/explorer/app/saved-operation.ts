/** An operation kept as files in gateway/explorer/operations: `<name>.graphql`, which begins with a comment, and `<name>.json` with its variables. */
export interface SavedOperation {
  readonly title: string;
  readonly description: string;
  /** Without the comment. */
  readonly query: string;
  /** JSON, laid out for the editor. */
  readonly variables: string;
}

export interface OperationFiles {
  readonly name: string;
  readonly graphql: string;
  readonly json: string;
}

export function readSavedOperation({ name, graphql, json }: OperationFiles): SavedOperation {
  const lines = graphql.trim().split('\n');
  const start = lines.findIndex((line) => !line.startsWith('#'));
  const words = name.replace(/-/g, ' ');
  return {
    title: `${words.charAt(0).toUpperCase()}${words.slice(1)}`,
    description: lines
      .slice(0, start)
      .map((line) => line.replace(/^#\s*/, ''))
      .join(' '),
    query: `${lines.slice(start).join('\n').trim()}\n`,
    variables: JSON.stringify(JSON.parse(json), null, 2),
  };
}
