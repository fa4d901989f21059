import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import type { ProgressEvent } from '../engine/options.ts';
import type { Observed } from './observe.ts';

/** Tells the story as it happens. */
export interface Narrator {
  line(text: string): void;
  bold(text: string): string;
  progress(event: ProgressEvent): void;
  /** Shows what came of a step: the reply as it stands in the thread, and the facts. */
  ended(step: Observed): void;
}

/** What Codex does stands in the log of its step; the rest of a log is for those who look it up. */
const toldSteps = /codex-run/;

export function narrator(out: WriteStream | NodeJS.WritableStream, speaks: boolean): Narrator {
  const line = (text: string) => {
    if (speaks) out.write(`${text}\n`);
  };
  const paint = (format: Parameters<typeof styleText>[0], text: string) => styleText(format, text, { stream: out });
  return {
    line,
    bold: (text) => paint('bold', text),
    progress: (event) => {
      const text = render(event);
      if (text !== undefined) line(paint('dim', text));
    },
    ended: (step) => {
      for (const text of visibleLines(step.replyBody)) line(`  ${paint('cyan', '▌')} ${text}`);
      line(verdict(step, paint));
    },
  };
}

function render(event: ProgressEvent): string | undefined {
  switch (event.kind) {
    case 'job-ended':
      return event.job.conclusion === 'skipped' ? undefined : `  ${mark(event.job.conclusion)} ${event.job.name}`;
    case 'log':
      return toldSteps.test(event.step) && !event.line.startsWith('::') ? `    │ ${event.line}` : undefined;
    case 'job-started':
      return `  ▶ ${event.job.name}`;
    case 'run-started':
    case 'run-ended':
    case 'step-started':
    case 'step-ended':
    case 'process-started':
      return undefined;
  }
}

const mark = (conclusion: string | null): string =>
  conclusion === 'success' ? '✓' : conclusion === 'failure' ? '✗' : '–';

/** A reply as a reader sees it: without the hidden marker, the small print and what is folded. */
function visibleLines(body: string | undefined): readonly string[] {
  const visible = (body ?? '').replace(/<!--.*?-->/g, '').replace(/<sub>.*<\/sub>|<details>[\s\S]*?<\/details>/g, '');
  return visible.trim() === '' ? [] : visible.trim().split('\n');
}

function verdict(
  { report: step, problems, runUrl }: Observed,
  paint: (format: Parameters<typeof styleText>[0], text: string) => string,
): string {
  const facts = [
    step.decision === 'run' || step.decision === 'enqueue' ? step.outcome : step.decision,
    ...(step.prNumber ? [`pull request #${step.prNumber} from ${step.branch}`] : []),
    `${step.apiCalls} API calls`,
    `${(step.ms / 1000).toFixed(1)} s`,
  ];
  const wrong = problems.map((problem) => `\n  ${paint('red', `✗ ${problem}`)}`).join('');
  const links = [...(step.commentUrl ? [`reply  ${step.commentUrl}`] : []), `run    ${runUrl}`];
  const linked = links.map((link) => `\n    ${paint('dim', link)}`).join('');
  return `  ${paint(problems.length > 0 ? 'red' : 'green', '→')} ${facts.join(' · ')}${linked}${wrong}`;
}
