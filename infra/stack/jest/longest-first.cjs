const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes longest, first, so that no worker is left with it when the other has come to its end. */
const longest = [
  'create-while-removing',
  'idempotency.e2e',
  'changes-survive-kill',
  'many-processes',
  '/workflow-survives-kill.e2e',
  'second-wall',
  'tenant-isolation/matrix',
  'two-tenants.spec',
  'address-races',
  'two-tenants-live',
  'domain/domain.spec',
  'member-import.spec',
  'distribution-list.spec',
  'back-end-down',
];

/** Jest orders files by what they took the last time, and by their size where nothing is known: in a new checkout the longest may come last. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const place = longest.findIndex((part) => path.includes(part));
      return place < 0 ? longest.length : place;
    };
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
