const { rmSync } = require('node:fs');

/** After all journeys. */
module.exports = () => {
  const home = process.env.JOURNEYS_FOUNDED;
  if (home !== undefined) rmSync(home, { recursive: true, force: true });
};
