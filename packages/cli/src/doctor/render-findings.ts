import { printable, printableJson } from '../printable.ts';
import type { Paint } from '../words/paint.ts';
import type { Finding } from './finding.ts';

/** The findings for people: what is wrong comes last, where the eye is. */
export function renderFindings(where: string, findings: readonly Finding[], paint: Paint): string {
  const ordered = order.flatMap((level) => together(findings.filter((finding) => finding.level === level)));
  const lines = ordered.flatMap((finding) => linesOf(finding, paint));
  return [paint('bold', printable(where)), ...lines, '', summary(findings), ''].join('\n');
}

/** What one permission would show is told once. */
function together(findings: readonly Finding[]): readonly Finding[] {
  const groups = Map.groupBy(findings, (finding) =>
    finding.level === 'unseen' ? `${finding.says} ${finding.fix?.does}` : finding,
  );
  return [...groups.values()].flatMap(([first, ...more]) =>
    first === undefined ? [] : [{ ...first, name: [first, ...more].map(({ name }) => name).join(', ') }],
  );
}

const order = ['ok', 'unseen', 'warning', 'problem'] as const;
const marks = { ok: '✓', unseen: '?', warning: '!', problem: '✗' } as const;
const colours = { ok: 'green', unseen: 'blue', warning: 'yellow', problem: 'red' } as const;

function linesOf({ name, level, says, fix }: Finding, paint: Paint): readonly string[] {
  const first = `${paint(colours[level], marks[level])} ${printable(name)}: ${printable(says)}`;
  if (fix === undefined) return [first];
  return [first, `    → ${printable(fix.does)} ${printable(fix.link)}`];
}

function summary(findings: readonly Finding[]): string {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const parts = [
    [count('problem'), 'problem', 'problems'],
    [count('warning'), 'warning', 'warnings'],
    [count('unseen'), 'not seen', 'not seen'],
  ] as const;
  const told = parts
    .filter(([number]) => number > 0)
    .map(([number, one, many]) => `${number} ${number === 1 ? one : many}`);
  return told.length === 0 ? 'All is in place.' : `${told.join(', ')}, ${count('ok')} in order.`;
}

/** The same for programs. */
export function findingsAsJson(repository: string, findings: readonly Finding[]): string {
  const plain = findings.map(({ name, level, says, fix }) => ({
    name,
    level,
    says,
    fix: fix?.does ?? null,
    link: fix?.link ?? null,
  }));
  return `${printableJson({ repository, ok: exitCodeOf(findings) === 0, findings: plain })}\n`;
}

/** 0 unless something has to be mended. */
export function exitCodeOf(findings: readonly Finding[]): number {
  return findings.some(({ level }) => level === 'problem') ? 1 : 0;
}
