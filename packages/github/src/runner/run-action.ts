import { inspect } from 'node:util';
import { endGroup, error, getInput, setFailed, startGroup, warning } from '@actions/core';
import { Failure, pageTexts, readTexts, type Stopped, speak } from '@codex-worker/core';
import { redacted } from './mask.ts';
import { info, output } from './outputs.ts';
import { openRunPage, type RunPage } from './run-page.ts';
import { printUntrusted } from './untrusted-log.ts';

/** Runs an action to its end. The one place that makes a step fail. */
export async function runAction(main: (page: RunPage) => Promise<void>): Promise<void> {
  const page = openRunPage();
  try {
    chooseTexts();
    await main(page);
    await page.end();
  } catch (thrown) {
    await page.end(thrown instanceof Failure ? explainFailure(thrown) : reportBug(thrown));
  }
}

/** Before anything is said. What is wrong with a team's own sentences stops nothing: English is always there. */
function chooseTexts(): void {
  const { texts, problems } = readTexts(getInput('texts'));
  for (const problem of problems) warning(redacted(problem));
  speak(texts);
}

/** Leaves a failure on the page of the run, once; where it ends the step, whoever throws it need not. */
export function annotate({ code, what, fix }: Failure): void {
  error(redacted(`${what} ${fix}`), { title: `Codex Worker: ${code}` });
}

function explainFailure(failure: Failure): Stopped {
  const { what, fix, told } = failure;
  // In a line of its own, what somebody wrote could be a workflow command.
  if (told) info(`${what} ${fix}`.replace(/\s+/g, ' '));
  else annotate(failure);
  // The notifier says it in the thread: whoever asked there may never look at the run.
  output('failure', `${what} ${fix}`);
  process.exitCode = 1;
  return failure;
}

/** Nobody expected this: the stack is for whoever fixes it. An error may say what a stranger wrote. */
function reportBug(thrown: unknown): Stopped {
  startGroup('Details of the error');
  const log = printUntrusted();
  log.line(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  if (thrown instanceof Error && thrown.cause !== undefined) log.line(`Caused by: ${inspect(thrown.cause)}`);
  log.end();
  endGroup();
  const said = redacted(thrown instanceof Error ? thrown.message : String(thrown));
  const url = issues();
  const where = url === undefined ? '' : `: ${url}`;
  setFailed(
    `Codex Worker stopped on an error that it does not know: ${said}. Report it with the details above${where}.`,
  );
  return { what: pageTexts.bug(said), fix: pageTexts.bugNext(url) };
}

function issues(): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_ACTION_REPOSITORY: repository } = process.env;
  return server && repository ? `${server}/${repository}/issues/new` : undefined;
}
