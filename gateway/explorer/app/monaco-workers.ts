/** Monaco runs its language services in workers, which it asks for by label; ours are built and served like the rest. */
Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_id: string, label: string): Worker => new Worker(label === 'json' || label === 'graphql' ? workerUrls[label] : workerUrls.editor),
  },
});
