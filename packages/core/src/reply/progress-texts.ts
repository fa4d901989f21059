import { grouped } from '../cost/grouped.ts';
import { inCode } from './in-code.ts';
import { oneLine } from './one-line.ts';
import { say } from './say.ts';

const LONGEST_SAID = 300;
const LONGEST_STEP = 200;

/** What a person reads of a turn while it goes on. Commands, names and steps are Codex's own words. */
export const progressTexts = {
  working: ({ url, requests, time }: { url: string | undefined; requests: number; time: string }): string => {
    if (requests > 1) return say('working.several', { count: requests, time });
    return url === undefined ? say('working.byHand', { time }) : say('working', { url, time });
  },
  workDone: (time: string): string => say('workDone', { time }),
  workSaid: (text: string): string => oneLine(text, LONGEST_SAID),
  workRuns: (command: string): string => say('workRuns', { command: inCode(command) }),
  workUses: (tool: string): string => say('workUses', { tool: inCode(tool) }),
  workStep: (text: string, done: boolean): string => `- [${done ? 'x' : ' '}] ${oneLine(text, LONGEST_STEP)}`,
  workEarlier: (count: number): string => `- ${say('workEarlier', { count })}`,
  workMoreSteps: (count: number): string => `- ${say('workMoreSteps', { count })}`,
  workEnded: (command: string, exitCode: number | undefined): string => {
    const line = `- ${inCode(command)}`;
    return exitCode === undefined || exitCode === 0 ? line : `${line} ${say('workFailed', { exitCode })}`;
  },
  workChanged: (files: readonly string[], count: number): string => {
    const names = files.map(inCode).join(', ');
    return count > 0 ? say('workChanged.more', { names, count }) : say('workChanged', { names });
  },
  workCounts: ({ commands, failed, files }: { commands: number; failed: number; files: number }): string => {
    const run = commands === 1 ? say('workCounts.command') : say('workCounts.commands', { count: commands });
    const changed = files === 1 ? say('workCounts.file') : say('workCounts.files', { count: files });
    const parts = [
      failed > 0 ? say('workCounts.failed', { run, count: failed }) : run,
      ...(files > 0 ? [changed] : []),
    ];
    return parts.join(', ');
  },
  workFoot: ({ tokens, url, at, isLast }: WorkFoot): string =>
    [
      ...(tokens === undefined ? [] : [say('workFoot.tokens', { count: grouped(tokens) })]),
      say('workFoot.log', { url }),
      isLast ? say('workFoot.last', { at }) : say('workFoot.asOf', { at }),
      say('workFoot.goes'),
    ].join(' · '),
};

interface WorkFoot {
  readonly tokens: number | undefined;
  /** Page of the run. */
  readonly url: string;
  readonly at: string;
  readonly isLast: boolean;
}
