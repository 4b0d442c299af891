const { createRequire, isBuiltin } = require('node:module');
const { sep } = require('node:path');
const { default: Runtime } = require('jest-runtime');

const libraries = `${sep}node_modules${sep}`;
/** A package that is not ours, as a require names it. */
const isLibrary = (name) => !/^(\.|\/|@dezky\/)/.test(name) && !isBuiltin(name);

const requires = new Map();
const requireOf = (from) => {
  if (!requires.has(from)) requires.set(from, createRequire(from));
  return requires.get(from);
};

/** What graphql does in production. In tests it would look, at each of millions of questions, for a second copy of itself, of which there is none. */
function loadGraphql() {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  require('graphql');
  process.env.NODE_ENV = NODE_ENV;
}
loadGraphql();

/** Libraries are loaded by Node, once a worker; ours are loaded by Jest, anew for every test file. */
module.exports = class SharedLibrariesRuntime extends Runtime {
  requireModuleOrMock(from, name) {
    return isLibrary(name) && !from.includes(libraries) ? requireOf(from)(name) : super.requireModuleOrMock(from, name);
  }
};
