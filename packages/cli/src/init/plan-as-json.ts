import { printableJson } from '../printable.ts';
import type { RemoteRepository } from '../repository/remote-address.ts';
import { plain } from '../words/paint.ts';
import type { Written } from './next-steps.ts';
import { type PlannedFile, renderDiff } from './plan-files.ts';

interface Planned {
  readonly remote: RemoteRepository;
  readonly files: readonly PlannedFile[];
  readonly written: Written;
  readonly next: readonly string[];
}

/** What was planned, and what became of it, for programs. */
export function planAsJson({ remote, files, written, next }: Planned): string {
  const plan = {
    repository: `${remote.owner}/${remote.name}`,
    outcome: written.kind,
    pullRequest: written.kind === 'proposed' ? written.url : null,
    files: files.map((file) => ({
      path: file.path,
      change: file.before === undefined ? 'added' : 'changed',
      text: file.text,
      diff: renderDiff([file], plain),
    })),
    next,
  };
  return `${printableJson(plan)}\n`;
}
