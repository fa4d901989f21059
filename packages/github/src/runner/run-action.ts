import { inspect } from 'node:util';
import { endGroup, error, setFailed, startGroup } from '@actions/core';
import { Failure } from '@codex-worker/core';
import { redacted } from './mask.ts';
import { output } from './outputs.ts';
import { printUntrusted } from './untrusted-log.ts';

/** Runs an action to its end. The one place that makes a step fail. */
export async function runAction(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (thrown) {
    if (thrown instanceof Failure) explainFailure(thrown);
    else reportBug(thrown);
  }
}

function explainFailure({ code, what, fix }: Failure): void {
  error(redacted(`${what} ${fix}`), { title: `Codex Worker: ${code}` });
  // The notifier says it in the thread: whoever asked there may never look at the run.
  output('failure', `${what} ${fix}`);
  process.exitCode = 1;
}

/** Nobody expected this: the stack is for whoever fixes it. An error may say what a stranger wrote. */
function reportBug(thrown: unknown): void {
  startGroup('Details of the error');
  const log = printUntrusted();
  log.line(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  if (thrown instanceof Error && thrown.cause !== undefined) log.line(`Caused by: ${inspect(thrown.cause)}`);
  log.end();
  endGroup();
  const said = redacted(thrown instanceof Error ? thrown.message : String(thrown));
  setFailed(
    `Codex Worker stopped on an error that it does not know: ${said}. Report it with the details above${where()}.`,
  );
}

function where(): string {
  const { GITHUB_SERVER_URL: server, GITHUB_ACTION_REPOSITORY: repository } = process.env;
  return server && repository ? `: ${server}/${repository}/issues/new` : '';
}
