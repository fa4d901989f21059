// Preloaded into an action that is measured: notes when its child processes began, were told to end, and ended.
const { ChildProcess } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const path = require('node:path');

const children = [];
const now = () => performance.timeOrigin + performance.now();
const { spawn, kill } = ChildProcess.prototype;

ChildProcess.prototype.spawn = function (options) {
  const child = { file: path.basename(options.file), args: (options.args ?? []).slice(1), spawned: now() };
  this.once('exit', () => {
    child.exited = now();
  });
  children.push(child);
  this.measured = child;
  return spawn.call(this, options);
};
ChildProcess.prototype.kill = function (signal) {
  if (this.measured) this.measured.killed ??= now();
  return kill.call(this, signal);
};
process.on('exit', () => {
  writeFileSync(
    process.env.BENCH_CHILDREN_FILE,
    JSON.stringify({ began: performance.timeOrigin, ended: now(), children }),
  );
});
