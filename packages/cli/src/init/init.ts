import { readWorkflows } from '../caller/folder-workflows.ts';
import { openApi, type RepositoryApi } from '../github-api/api.ts';
import { explain } from '../github-api/explain.ts';
import { namedApi } from '../github-api/named-api.ts';
import { findToken } from '../github-api/token.ts';
import { Misuse } from '../misuse.ts';
import { Refusal } from '../refusal.ts';
import { apiOf } from '../repository/remote-address.ts';
import { findWorkingCopy, type WorkingCopy } from '../repository/working-copy.ts';
import type { Terminal } from '../terminal.ts';
import { agrees, askChoices, type Person } from './ask.ts';
import { besideWhatIs, writeFiles } from './caller-folder.ts';
import type { Choices } from './choices.ts';
import { completeChoices } from './complete-choices.ts';
import type { InitOrder } from './init-command-line.ts';
import { nextSteps, renderNextSteps, type Written } from './next-steps.ts';
import { planAsJson } from './plan-as-json.ts';
import { type PlannedFile, planFiles, refuseOtherCallers, renderDiff } from './plan-files.ts';
import { type DefaultBranch, proposeCallers, readDefaultBranch } from './propose-callers.ts';
import { readTemplates } from './read-templates.ts';
import { renderCallers } from './render-callers.ts';

/** Writes the callers into the repository of a folder, or proposes them. */
export async function init(order: InitOrder, folder: string, terminal: Terminal): Promise<void> {
  const copy = await findWorkingCopy(folder, order.remote);
  refuseDetached(order, copy);
  using person = order.yes || order.dryRun || order.json ? undefined : terminal.person();
  const asked = person === undefined ? order.choices : await askChoices(person, order.choices, order.open);
  const choices = completeChoices(asked);
  const target = order.pullRequest ? await openTarget(order, copy, terminal) : undefined;
  const files = await plan(order, choices, target?.base.workflows ?? (await readWorkflows(copy.folder)));
  if (files.length > 0 && !order.json)
    terminal.print(`${person === undefined ? '' : '\n'}${renderDiff(files, terminal.paint)}\n`);
  const written = await write(order, { files, copy, target, person });
  const next = written.kind === 'unwritten' ? [] : nextSteps(written, choices, copy.remote);
  terminal.print(order.json ? planAsJson({ remote: copy.remote, files, written, next }) : reported(written, next));
}

function refuseDetached({ pullRequest, dryRun }: InitOrder, { branch }: WorkingCopy): void {
  if (branch !== undefined || pullRequest || dryRun) return;
  throw new Misuse(
    'HEAD is detached: a commit made here would be on no branch. Switch to one: git switch -c set-up-codex-worker.',
  );
}

const reported = (written: Written, next: readonly string[]): string =>
  `${told(written)}\n${next.length === 0 ? '' : renderNextSteps(next)}`;

interface Target {
  readonly api: RepositoryApi;
  readonly base: DefaultBranch;
}

async function openTarget(order: InitOrder, copy: WorkingCopy, { environment }: Terminal): Promise<Target> {
  const { server, owner, name } = copy.remote;
  const named = namedApi(order.apiUrl, environment);
  const token = await findToken(server, named !== undefined, environment);
  if (token === undefined) {
    throw new Refusal(
      'There is no token to open a pull request with. Set GITHUB_TOKEN, or sign in: gh auth login; or leave out --pr.',
    );
  }
  const api = openApi(named ?? apiOf(server), token, { owner, repo: name });
  try {
    return { api, base: await readDefaultBranch(api) };
  } catch (error) {
    throw explain(error, `show ${owner}/${name}`, 'Contents: read for it');
  }
}

async function plan(
  order: InitOrder,
  choices: Choices,
  there: ReadonlyMap<string, string>,
): Promise<readonly PlannedFile[]> {
  const files = renderCallers(await readTemplates(), choices);
  refuseOtherCallers(there, files, order.force);
  return planFiles(besideWhatIs(files, there), order.force);
}

interface Writing {
  readonly files: readonly PlannedFile[];
  readonly copy: WorkingCopy;
  readonly target: Target | undefined;
  readonly person: Person | undefined;
}

async function write(order: InitOrder, { files, copy, target, person }: Writing): Promise<Written> {
  if (files.length === 0) return { kind: 'there' };
  if (order.dryRun) return { kind: 'unwritten', because: 'dry-run' };
  const question = target === undefined ? 'Write this?' : 'Open a pull request with this?';
  if (person !== undefined && !(await agrees(person, question))) return { kind: 'unwritten', because: 'declined' };
  if (target === undefined) {
    await writeFiles(copy.folder, files);
    return { kind: 'in-folder', files, remoteName: order.remote, isRoot: copy.isRoot };
  }
  try {
    return { kind: 'proposed', url: await proposeCallers(target.api, target.base, files) };
  } catch (error) {
    throw explain(
      error,
      'take the pull request',
      'Contents, Pull requests and Workflows: write (a classic token: the scopes repo and workflow)',
    );
  }
}

function told(written: Written): string {
  switch (written.kind) {
    case 'in-folder':
      return `Wrote ${written.files.map(({ path }) => path).join(' and ')}.`;
    case 'proposed':
      return `Opened ${written.url}`;
    case 'there':
      return 'The workflow is there already, as it should be.';
    case 'unwritten':
      return `Nothing was written${written.because === 'dry-run' ? ': leave out --dry-run to write this' : ''}.`;
  }
}
