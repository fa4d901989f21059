import { Octokit } from '@octokit/rest';
import type { Lab } from '../lab.ts';
import type { Narrator } from './narrator.ts';
import { type Observed, observe } from './observe.ts';
import { queueStep } from './queue-step.ts';
import type { StepReport, StoryReport } from './report.ts';
import { type Plot, type Step, steps } from './steps.ts';

/** Plays the story, one step after the other: each waits until nothing runs any more. */
export async function playStory(lab: Lab, tell: Narrator): Promise<StoryReport> {
  const begin = performance.now();
  const { owner, name } = lab.github.repository;
  const plot: Plot = { owner, repo: name, issue: 0, pullRequest: 0, done: [] };
  const problems: string[] = [];
  for (const step of [...steps, queueStep]) {
    const seen = await playStep(lab, tell, step, plot);
    plot.done.push(seen.report);
    problems.push(...seen.problems);
    tell.ended(seen);
    // What follows builds on it.
    if (problems.length > 0) break;
  }
  const totalMs = Math.round(performance.now() - begin);
  return { steps: plot.done, totalMs, problems, ok: problems.length === 0 };
}

async function playStep(lab: Lab, tell: Narrator, step: Step, plot: Plot): Promise<Observed> {
  const begin = performance.now();
  const known = new Set(lab.engine.runs.map(({ id }) => id));
  const octokit = new Octokit({ baseUrl: lab.github.api, auth: lab.github.tokens[step.who] });
  const { data: person } = await octokit.rest.users.getAuthenticated();
  tell.line(`\n${tell.bold(`${person.login} ${step.title}:`)} ${step.says}`);
  const number = await step.act(octokit, plot, step.says);
  await lab.engine.idle();
  const run = lab.engine.runs.find(({ id }) => !known.has(id));
  if (!run) throw new Error(`${step.event} by ${person.login} started no run`);
  const ms = Math.round(performance.now() - begin);
  const seen = await observe(lab, octokit, { run, number, plot, event: step.event, actor: person.login, ms });
  return { ...seen, problems: [...unexpected(seen.report, step.expected), ...step.check(seen.report, plot)] };
}

function unexpected(seen: StepReport, expected: Step['expected']): readonly string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const got = seen[name as keyof Step['expected']];
    return got === value ? [] : [`${name} is ${got}, not ${value}`];
  });
}
