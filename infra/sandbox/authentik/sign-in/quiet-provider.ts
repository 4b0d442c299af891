// Imported before oidc-provider, which writes to the console at import that it prefers a newer Node. It runs on
// this one, as its contract suite shows, and whoever starts the product can do nothing about it.
const { console: output } = globalThis;
const warn = output.warn.bind(output);
output.warn = (...parts: unknown[]): void => {
  if (!String(parts[0]).includes('oidc-provider WARNING: Unsupported runtime')) warn(...parts);
};

export {};
