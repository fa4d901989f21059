import { usage } from './command-line.ts';
import { doctorUsage } from './doctor/doctor-command-line.ts';
import { initUsage } from './init/init-command-line.ts';
import { labUsage } from './lab/lab-command-line.ts';
import { replayUsage } from './replay/replay-command-line.ts';
import { sessionUsage } from './session/session-command-line.ts';
import { threadsUsage } from './threads/threads-command-line.ts';

const commands = {
  init: initUsage,
  doctor: doctorUsage,
  threads: threadsUsage,
  replay: replayUsage,
  'session open': sessionUsage,
  lab: labUsage,
} as const;

/** The reference of the command: what each of its words tells of itself. */
export function renderCommandReference(): string {
  const sections = Object.entries(commands).map(([name, text]) => `## ${name}\n\n${block(text)}`);
  return `# Reference: \`codex-worker\`, the command

What the command tells of itself with \`--help\`. Generated from \`packages/cli\`: do not edit. How to run it:
[packages/cli](../packages/cli/README.md).

What \`--json\` prints keeps its form within a major version: fields may come, none goes or changes its kind. Texts in it are for people, and may
be worded anew.

${block(usage)}

${sections.join('\n\n')}
`;
}

const block = (text: string): string => `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
