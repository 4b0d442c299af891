const { rmSync } = require('node:fs');

/** What was made once goes with the run it was made for. */
module.exports = () => rmSync(process.env.TEST_FOLDERS, { recursive: true, force: true });
