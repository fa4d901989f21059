import { readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openRealCodex, realBinary } from '../real-codex.fixture.ts';

beforeAll(realBinary, 300_000);

/** Posts to the gate and to the CLI's proxy behind it, with the word that Codex shows at the gate where it can be found. */
const post = [
  "word=$(tr '\\0' '\\n' < /proc/$PPID/environ | sed -n 's/^CODEX_WORKER_TURN=//p')",
  'for port in $(cat ports); do curl --noproxy "*" -s -m 5 -o /dev/null -w "posted %{http_code}\\n" -X POST -H "x-codex-worker-turn: $word" -d "{}" http://127.0.0.1:$port/v1/responses; done',
  'echo "word ${word:+found}"',
].join('\n');

/** Ports on which the processes of this test listen, in the kernel's table of sockets. */
async function portOfKeyProxy(): Promise<number> {
  for (const pid of (await readFile(`/proc/self/task/${process.pid}/children`, 'utf8')).trim().split(' ')) {
    if (!(await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('responses-api-proxy')) continue;
    const links = await Promise.all(
      (await readdir(`/proc/${pid}/fd`)).map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
    );
    const sockets = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map((line) => line.trim().split(/\s+/));
    const listening = sockets.find((fields) => fields[3] === '0A' && links.includes(`socket:[${fields[9]}]`));
    return Number.parseInt(listening?.[1]?.split(':')[1] ?? '', 16);
  }
  throw new Error('There is no proxy');
}

const cages = [
  { sandbox: 'workspace-write', network: { kind: 'open' }, word: 'word ' },
  { sandbox: 'danger-full-access', network: { kind: 'open' }, word: 'word found' },
] as const;
for (const { sandbox, network, word } of cages) {
  test(`a command in ${sandbox} with network cannot use the key, at the gate or at the proxy behind it`, async () => {
    const rules = [{ when: () => true, steps: [{ run: post }, { say: 'Tried.' }] }];
    await using codex = await openRealCodex({ rules, config: { network } });
    await writeFile(path.join(codex.workspace, 'ports'), `${codex.port} ${await portOfKeyProxy()}`);
    expect(await codex.take('try', { sandbox })).toMatchObject({ kind: 'answered' });
    const output = codex.events.flatMap((event) => (event.kind === 'command-ended' ? [event.output] : [])).join('\n');
    expect(output).toContain('posted 403\nposted 403\n');
    expect(output.trim().split('\n').at(-1)?.trim()).toBe(word.trim());
    expect(codex.model.requests).toHaveLength(2);
  });
}
