import { execFileSync } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startScriptedModel } from '../../../model/scripted-model.ts';
import type { StageJob, Transcript } from '../../../stage/stage.ts';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'later-steps';
const caged = 'actions/codex-run/src/caged.ts';
const keptFiles = 'packages/codex/src/sandbox/kept-files.ts';

/** What a command without a sandbox leaves to the steps after it, once the action has ended. */
const leaves =
  (command: string, look: (seen: Transcript, job: StageJob) => Promise<boolean> | boolean) =>
  async (product: Product) => {
    const stage = await product.stage();
    const rules = [{ when: () => true, steps: [{ run: command }, { say: 'Done.' }] }];
    await using model = await startScriptedModel({ rules });
    const event = await stage.opened({ title: 'Leave something' });
    const job = await stage.job(stage.run(event), event, { name: 'pipeline', permissions: {} });
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: job.workspace });
    git('init', '--quiet');
    git('-c', 'user.name=alice', '-c', 'user.email=a@example.com', 'commit', '-q', '--allow-empty', '-m', 'Begin');
    // A folder before the others that everybody may write to, as the tool cache of hosted runners is.
    const open = path.join(job.temp, 'open');
    await mkdir(open);
    const environment = { PATH: `${open}:${process.env['PATH']}` };
    const inputs = {
      prompt: 'Go.',
      'openai-api-key': 'sk-0123456789abcdef',
      'responses-api-url': `${model.url}/responses`,
      model: 'gpt-5.5',
      sandbox: 'danger-full-access',
      safety: 'none',
    };
    const seen = await job.use('codex-run', inputs, { environment });
    if (!seen.log.some((line) => line.includes('all is left'))) throw new Error(seen.log.join('\n'));
    return look(seen, job);
  };

const runnerFiles = '../../_temp/_runner_file_commands';
const said = '; echo all is left';

const runnerUnwatched = {
  file: caged,
  find: 'await keepFiles(obeyedByRunner(cage))',
  replace: 'await keepFiles([])',
};

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a command sets an output of its step',
    wins: 'what a pipeline does next, such as publishing',
    without: [runnerUnwatched],
    run: leaves(
      `for f in ${runnerFiles}/*; do case $f in *utput*|*UTPUT*) echo "released=true" >> $f;; esac; done${said}`,
      ({ outputs }) => outputs['released'] === 'true',
    ),
  },
  {
    threat,
    name: 'a command sets environment and path of the next steps by the files of the runner',
    wins: 'a library or a program of the attacker in every later step',
    without: [runnerUnwatched],
    run: leaves(
      `for f in ${runnerFiles}/*; do echo "LD_PRELOAD=/tmp/evil.so" >> $f; done${said}`,
      ({ exitCode }) => exitCode === 0,
    ),
  },
  {
    threat,
    name: 'a command rewrites the event, from which later actions read who asked what',
    wins: 'an answer in the name of somebody else',
    without: [runnerUnwatched],
    run: leaves(`echo '{}' > ../../_temp/_github_workflow/event.json${said}`, async (_seen, job) => {
      const event = await readFile(job.environment['GITHUB_EVENT_PATH'] ?? '', 'utf8');
      return event.trim() === '{}';
    }),
  },
  {
    threat,
    name: 'a command leaves a hook for the next step that calls git',
    wins: 'a program with the rights and tokens of that step',
    without: [{ file: caged, find: 'await keepFiles(obeyedByGit(cage.workspace))', replace: 'await keepFiles([])' }],
    run: leaves(
      `mkdir -p .git/hooks; printf '#!/bin/sh\\ntouch evil\\n' > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit${said}`,
      (_seen, job) =>
        access(path.join(job.workspace, '.git/hooks/pre-commit')).then(
          () => true,
          () => false,
        ),
    ),
  },
  {
    threat,
    name: 'a command puts a `git` of its own on the PATH, before the real one',
    wins: 'a program with the rights and tokens of the action itself, and of later steps',
    without: [{ file: caged, find: "keepPrograms(cage.environment['PATH'] ?? '', ", replace: "keepPrograms('', " }],
    run: leaves(`cp /bin/true ../../_temp/open/git && ls ../../_temp/open${said}`, ({ exitCode }, job) =>
      access(path.join(job.temp, 'open', 'git')).then(
        () => true,
        () => exitCode === 0,
      ),
    ),
  },
  {
    threat,
    name: "a command puts a link in the place of a runner's file, for whoever puts it back",
    wins: 'any file of the job overwritten',
    without: [
      { file: keptFiles, find: '  await rm(file, { recursive: true, force: true });\n', replace: '' },
      { file: keptFiles, find: ", flag: 'wx' }", replace: ' }' },
    ],
    run: async (product) => {
      const { keepFiles } = await product.load<{
        keepFiles(places: readonly string[]): Promise<{ putBack(): Promise<unknown> }>;
      }>(keptFiles);
      const folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-attack-'));
      const [file, prey] = [path.join(folder, 'output'), path.join(folder, 'prey')];
      try {
        await writeFile(file, 'kept');
        await writeFile(prey, 'prey');
        const kept = await keepFiles([file]);
        await rm(file);
        await symlink(prey, file);
        await kept.putBack();
        return (await readFile(prey, 'utf8')) !== 'prey';
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  },
];
