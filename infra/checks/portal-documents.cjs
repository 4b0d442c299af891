// A plugin of codegen.yml: the portal's operations by id, for the gateway that runs nothing else for a session, and the ids by name for the portal.
// The text is what Apollo Client would send: its cache adds __typename to every selection.
const { createHash } = require('node:crypto');
const { InMemoryCache } = require('@apollo/client');
const { Kind, print, visit } = require('graphql');

/** An operation with the fragments it reaches, in the order in which they are met. */
function wholeOf(operation, fragments) {
  const met = new Map();
  const follow = (definition) =>
    visit(definition, {
      FragmentSpread: ({ name: { value } }) => {
        if (met.has(value)) return;
        met.set(value, fragments.get(value));
        follow(fragments.get(value));
      },
    });
  follow(operation);
  return { kind: Kind.DOCUMENT, definitions: [operation, ...met.values()] };
}

exports.plugin = (_schema, files, { write }) => {
  const definitions = files.flatMap(({ document }) => document.definitions);
  const fragments = new Map(definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map((fragment) => [fragment.name.value, fragment]));
  const cache = new InMemoryCache();
  const operations = definitions
    .filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
    .map((operation) => {
      const text = print(cache.transformDocument(wholeOf(operation, fragments)));
      return { name: operation.name.value, text, hash: createHash('sha256').update(text).digest('hex') };
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const entries = (entry) => operations.map((operation) => `  ${entry(operation)},\n`).join('');
  if (write === 'ids') return `/** SHA-256 of each operation, by its name. */\nexport const documentHashes: Readonly<Record<string, string>> = {\n${entries(({ name, hash }) => `${name}: '${hash}'`)}};\n`;
  return `/** The portal's operations by their ids. */\nexport const portalDocuments: Readonly<Record<string, string>> = {\n${entries(({ hash, text }) => `'sha256:${hash}': ${JSON.stringify(text)}`)}};\n`;
};
