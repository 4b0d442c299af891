const { execFileSync } = require('node:child_process');

/** What was made once goes with the run it was made for. */
module.exports = () => execFileSync('rm', ['-rf', process.env.TEST_FOLDERS]);
