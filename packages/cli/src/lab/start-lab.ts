import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Refusal } from '../refusal.ts';
import type { Terminal } from '../terminal.ts';
import { findCheckout } from './find-checkout.ts';
import { type LabOrder, labUsage } from './lab-command-line.ts';

/** Where a checkout may be: the folder that the command was started in, and that of its own sources. */
interface Folders {
  readonly here: string;
  readonly own: string | undefined;
}

/** Starts the lab and stays until it ends. Answers its exit code. */
export async function startLab({ args, help }: LabOrder, { here, own }: Folders, terminal: Terminal): Promise<number> {
  const checkout = (await findCheckout(here)) ?? (own === undefined ? undefined : await findCheckout(own));
  if (help) terminal.print(labUsage);
  if (checkout === undefined && help) return 0;
  if (checkout === undefined) {
    throw new Refusal(
      `${here} is in no checkout of Codex Worker, and the lab runs from one. Make one and start it there: git clone https://github.com/codex-worker/codex-worker && cd codex-worker && npm start`,
      2,
    );
  }
  if (help) terminal.print(`\nIn ${checkout}:\n\n`);
  return runIn(checkout, help ? ['--help'] : args, here);
}

/** The checkout brings its tools. Paths in the arguments are relative to where the person is. */
async function runIn(checkout: string, args: readonly string[], cwd: string): Promise<number> {
  const tools = path.join(checkout, 'scripts/with-tools.mjs');
  const lab = path.join(checkout, 'packages/lab/src/main.ts');
  const child = spawn(process.execPath, [tools, 'node', lab, ...args], { cwd, stdio: 'inherit' });
  // Ctrl-C reaches the lab by itself, and the lab says goodbye.
  const wait = () => {};
  const stop = () => void child.kill('SIGTERM');
  process.on('SIGINT', wait).on('SIGTERM', stop);
  try {
    const [code] = await once(child, 'exit');
    return typeof code === 'number' ? code : 1;
  } finally {
    process.off('SIGINT', wait).off('SIGTERM', stop);
  }
}
