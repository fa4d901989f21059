import { ask } from '../../ask.ts';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'log-commands';
const file = 'packages/github/src/runner/untrusted-log.ts';
const stop = 'write(`::stop-commands::${token}\\n`);';

/** Whether a line that a command of Codex prints becomes an error on the page of its run. */
const annotates = (line: string) => async (product: Product) => {
  const { run } = await ask(await product.scene(), 'Log', `shell printf '%s\\n' ${line}`);
  if (!run.log.includes('all is well')) throw new Error(`The command never ran:\n${run.log}`);
  return run.jobs.some(({ annotations }) => annotations.some(({ message }) => message.startsWith('all is well')));
};

/** Whether what a command prints is masked in the log from then on. */
async function masks(product: Product): Promise<boolean> {
  const { run } = await ask(await product.scene(), 'Mask', "shell printf '%s\\n' '::add-mask::exit code'");
  return !run.log.includes('→ exit code');
}

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a command prints an error for the page of the run',
    wins: 'a person reads the words of the attacker as those of the worker',
    without: [{ file, find: stop, replace: '' }],
    run: annotates("'::error::all is well, and you need not look'"),
  },
  {
    threat,
    name: 'a command prints a mask for a word that the log needs',
    wins: 'what the commands of a turn did cannot be read any more',
    without: [{ file, find: stop, replace: '' }],
    run: masks,
  },
  {
    threat,
    name: 'a command guesses the token that ends `::stop-commands::`',
    wins: 'every workflow command',
    without: [{ file, find: 'randomUUID()', replace: "'codex-worker'" }],
    run: annotates("'::codex-worker::' '::error::all is well, and you need not look'"),
  },
];
