import type { Transcript } from './run-action.ts';
import type { StageJob } from './stage-job.ts';

/** A transcript as text, with names in place of what is another in each run: ids, ports, times, folders. */
export function renderGolden(
  { exitCode, outputs, log, summary, requests }: Omit<Transcript, 'golden' | 'ms'>,
  job: Omit<StageJob, 'use'>,
): string {
  const told = Object.entries(outputs).map(([name, value]) => `${name}: ${value.replaceAll('\n', '\n  ')}`);
  const parts = [
    section(`exit ${exitCode}`, []),
    section('outputs', told),
    section('log', withoutGroups(log)),
    section('summary', summary === '' ? [] : summary.split('\n')),
    section('requests', requests),
  ];
  return rename(parts.join(''), job);
}

function section(title: string, lines: readonly string[]): string {
  if (title.startsWith('exit')) return `${title}\n`;
  return lines.length === 0 ? '' : `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** What the artifact client says inside its own group is its authors' business. */
function withoutGroups(log: readonly string[]): readonly string[] {
  let inside = false;
  return log.filter((line) => {
    if (line === '##[endgroup]') inside = false;
    else if (line.startsWith('##[group]Artifacts:')) inside = true;
    else return !inside;
    return line !== '##[endgroup]';
  });
}

function rename(text: string, { github, folder, temp, workspace }: Omit<StageJob, 'use'>): string {
  const places = [
    [workspace, '<workspace>'],
    [temp, '<temp>'],
    [folder, '<stage>'],
    [github.api, '<api>'],
    [github.server, '<server>'],
  ] as const;
  let named = places.reduce((shown, [from, to]) => shown.replaceAll(from, to), text);
  for (const [pattern, to] of patterns) named = named.replaceAll(pattern, to);
  return numbers.reduce((shown, { pattern, name }) => enumerate(shown, pattern, name), named);
}

const patterns = [
  [/\d{4}-\d\d-\d\dT\d\d(:|%3A)\d\d(:|%3A)\d\d(?:\.\d+)?Z/g, '<time>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uuid>'],
  [/\b[0-9a-f]{40}\b/g, '<sha>'],
  [/\b\d+ bytes\b/g, '<n> bytes'],
  [/^( {2}(?:size|input-tokens|cached-input-tokens|output-tokens|cost): )(?!0$)[\d.]+$/gm, '$1<n>'],
  [/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>'],
  [/\b\d+(?:\.\d+)? m?s\b/g, '<n> s'],
  // Tokens in the table of turns.
  [/(?<=\| )[\d,]+(?:, about \$[\d.]+)?(?= \| <n> s \|)/g, '<n>'],
  // Of a timeline: milliseconds since 1970, and a limit that all tests of a lab share.
  [/\b1\d{12}\b/g, '<ms>'],
  [/"left":\d+/g, '"left":<n>'],
  [/\d[\d,]*(?= of [\d,]+ are left)/g, '<n>'],
] as const;

/** Numbered in the order in which they come up, so that two of a kind can still be told apart. */
const numbers = [
  { pattern: /\b9000\d{6}\b/g, name: 'run' },
  { pattern: /\b314159\d{4}\b/g, name: 'id' },
  { pattern: /(?<=(?:issues?|pulls?|\bpr)[-/]|#|pr-number: )\d+/g, name: 'n' },
] as const;

function enumerate(text: string, pattern: RegExp, name: string): string {
  const known = new Map<string, string>();
  return text.replaceAll(pattern, (found) => {
    const label = known.get(found) ?? `<${name}${known.size === 0 ? '' : ` ${known.size + 1}`}>`;
    known.set(found, label);
    return label;
  });
}
