const vm = require('node:vm');
const { LegacyFakeTimers, ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');
require('reflect-metadata');

/** What Jest asks for as the context to compile in; here it only means: none of its own. */
const here = vm.createContext({});

const compiled = new Map();

/** A module's function in the realm of Node itself. It is parsed once a worker: every later test file takes what is compiled already. */
function compileOnce(code, names, { filename, importModuleDynamically }) {
  const known = compiled.get(filename);
  if (known?.code === code) return known.script.runInThisContext();
  const script = new vm.Script(`(function (${names.join(', ')}) {${code}\n})`, { filename, importModuleDynamically });
  compiled.set(filename, { code, script });
  return script.runInThisContext();
}

const compileFunction = vm.compileFunction;
vm.compileFunction = (code, names, options) => (options?.parsingContext === here ? compileOnce(code, names, options) : compileFunction(code, names, options));

/** Registries that libraries keep on the global object, and Jest's own of one test file. The next file begins without them. */
const ofOneFile = ['TypeGraphQLMetadataStorage', 'typeormMetadataArgsStorage', Symbol.for('opentelemetry.js.api.1'), Symbol.for('EVENT_HANDLERS')];

/**
 * Test files run in the realm of Node itself, one after the other in a worker. In a context of their own, Jest's default, every look at a
 * global name goes through two interceptors, and no library could be shared by two files. What a file changes of the process it puts back.
 */
module.exports = class OneRealmEnvironment {
  constructor({ projectConfig: config }) {
    for (const name of ofOneFile) delete globalThis[name];
    this.global = globalThis;
    this.kept = { console: globalThis.console, exit: process.exit, env: { ...process.env } };
    this.moduleMocker = new ModuleMocker(globalThis);
    const timerConfig = { idToRef: (id) => id, refToId: (timer) => timer };
    this.fakeTimers = new LegacyFakeTimers({ config, global: globalThis, moduleMocker: this.moduleMocker, timerConfig });
    this.fakeTimersModern = new ModernFakeTimers({ config, global: globalThis });
  }

  async setup() {}

  async teardown() {
    this.fakeTimers.dispose();
    this.fakeTimersModern.dispose();
    globalThis.console = this.kept.console;
    process.exit = this.kept.exit;
    for (const name of Object.keys(process.env)) if (!(name in this.kept.env)) delete process.env[name];
    Object.assign(process.env, this.kept.env);
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return here;
  }
};
