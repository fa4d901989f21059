import { writeFile } from 'node:fs/promises';
import { type Lab, startLab } from './lab.ts';
import type { LabOptions } from './options.ts';
import { type Narrator, narrator } from './story/narrator.ts';
import { playStory } from './story/play.ts';
import { renderSummary } from './story/summary.ts';

/** Runs the lab until its work is done or somebody stops it. Answers the exit code. */
export async function run(options: LabOptions): Promise<number> {
  const stopped = Promise.withResolvers<number>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.resolve(130));
  const tell = narrator(process.stdout, options.demo);
  await using lab = await startLab({ ...options, onProgress: tell.progress, onShutdown: () => stopped.resolve(0) });
  if (!options.demo) {
    process.stdout.write(`${JSON.stringify(readyLine(lab))}\n`);
    // Not on stdout, where a tool reads one line.
    process.stderr.write(`${tellPage(lab)}\n`);
    return await stopped.promise;
  }
  if (!options.once) tell.line(tellPage(lab));
  const code = await Promise.race([play(lab, options, tell), stopped.promise]);
  if (options.once || code === 130) return code;
  tell.line(`\nThe lab stays up. Open an issue in it, comment as anybody, and watch what runs:\n`);
  tell.line(`  ${tell.bold(lab.page)}\n`);
  tell.line(`API ${lab.github.api}, repository ${lab.github.server}/octo-org/demo. Ctrl-C ends the lab.`);
  return await stopped.promise;
}

/** What a tool needs to drive the lab. Its form is stable. */
function readyLine({ github, page }: Lab) {
  const { api, server, repository, tokens } = github;
  return { ready: true, api, server, page, repository: `${repository.owner}/${repository.name}`, tokens };
}

function tellPage({ page }: Lab): string {
  return `The page of the lab is ${page}`;
}

async function play(lab: Lab, options: LabOptions, tell: Narrator): Promise<number> {
  const report = await playStory(lab, tell);
  tell.line(renderSummary(report));
  if (options.report) await writeFile(options.report, `${JSON.stringify(report, null, 2)}\n`);
  return report.ok ? 0 : 1;
}
