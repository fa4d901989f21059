import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { demoRemote, writeFiles } from './demo-remote.ts';

/** Asks as somebody who is not root, who can read everything. */
const asked = (folder: string): string => `
  const { instructionsIn } = await import(${JSON.stringify(new URL('./instructions.ts', import.meta.url).href)});
  if (process.getuid() === 0) process.seteuid(65534);
  console.log(await instructionsIn(${JSON.stringify(folder)}));
`;

test.each(['AGENTS.md', '.agents', '.agents/skills'])(
  'what a command has made unreadable (%s) instructs nobody',
  async (name) => {
    await using demo = await demoRemote();
    await chmod(demo.folder, 0o755);
    const { folder } = demo.remote('tree');
    await writeFiles(folder, { 'AGENTS.md': 'Be brief.\n', '.agents/skills/SKILL.md': 'x\n' });
    const told = async () =>
      (await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', asked(folder)])).stdout.trim();
    expect(await told()).toMatch(/^[0-9a-f]{64}$/);
    await chmod(`${folder}/${name}`, 0);
    expect(await told()).toBe('undefined');
    await chmod(`${folder}/${name}`, 0o755);
  },
);
