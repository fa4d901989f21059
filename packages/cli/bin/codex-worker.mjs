#!/usr/bin/env node
// Sessions are compressed with zstd, which older releases of Node do not have: there the bundle would not even load.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 15)) await import('./code/main.mjs');
else {
  process.stderr.write(`This is Node ${process.versions.node}. Use Node 22.15 or later.\n`);
  process.exitCode = 1;
}
