import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { Octokit } from '@octokit/rest';
import { expect, test } from 'vitest';
import { productRoot } from '../lab.ts';
import { until } from './scene.ts';

/** A Responses API that has nothing of the lab's own: it adds a file when it is asked to, and says what it was asked. */
async function startModel() {
  const server = createServer(async (incoming, outgoing) => {
    const { input } = (await json(incoming)) as { input: { type?: string; role?: string; content?: unknown }[] };
    const last = input.findLastIndex(({ role, content }) => role === 'user' && !JSON.stringify(content).includes('"<'));
    const prompt = JSON.stringify(input[last]?.content ?? '');
    const isDone = input.slice(last).some(({ type }) => type?.endsWith('_call_output'));
    const item =
      /change/.test(prompt) && !isDone
        ? {
            type: 'custom_tool_call',
            id: 'c1',
            call_id: 'call_1',
            name: 'exec',
            input: `text(await tools.exec_command({ cmd: 'date +%N > made-by-codex.txt' }))`,
          }
        : {
            type: 'message',
            id: 'm1',
            role: 'assistant',
            content: [{ type: 'output_text', text: `Turn for ${prompt}` }],
          };
    const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (type: string, data: object) =>
      outgoing.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
    send('response.created', { response: { id: 'r1' } });
    send('response.output_item.done', { output_index: 0, item });
    send('response.completed', { response: { id: 'r1', usage } });
    outgoing.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, [Symbol.dispose]: () => void server.close() };
}

/** A folder with a caller and one file, as somebody would bring it. */
async function projectFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'project-'));
  await mkdir(path.join(folder, '.github/workflows'), { recursive: true });
  const caller = await readFile(path.join(productRoot, 'examples/codex.yml'), 'utf8');
  await writeFile(path.join(folder, '.github/workflows/codex.yml'), caller);
  await writeFile(path.join(folder, 'README.md'), '# Theirs\n');
  return folder;
}

/** Any free port: the command line is to be given one. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('the lab is driven from outside, with an API client and a model of somebody else', async () => {
  using model = await startModel();
  const folder = await projectFolder();
  const port = await freePort();
  const args = ['run', '--silent', 'lab', '--', '--port', String(port), '--repo', folder, '--model-url', model.url];
  const lab = spawn('npm', args, { cwd: productRoot, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(lab, 'exit');
  let said = '';
  lab.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  try {
    await until(() => said.includes('\n'));
    const ready = JSON.parse(said) as {
      ready: true;
      api: string;
      page: string;
      repository: string;
      tokens: Record<string, string>;
    };
    expect(ready).toMatchObject({ ready: true, api: `http://127.0.0.1:${port}`, server: expect.any(String) });
    expect(Object.keys(ready.tokens).sort()).toEqual(['bot', 'owner', 'reader', 'stranger', 'writer']);
    const [owner = '', repo = ''] = ready.repository.split('/');
    const place = { owner, repo };
    const octokit = new Octokit({ baseUrl: ready.api, auth: ready.tokens['owner'] });
    const idle = async () => expect(await (await fetch(`${ready.api}/_lab/idle`)).json()).toMatchObject({ idle: true });
    const lastReply = async (issue_number: number) => {
      await idle();
      const { data } = await octokit.rest.issues.listComments({ ...place, issue_number });
      return data.findLast(({ user }) => user?.login === 'github-actions[bot]')?.body ?? '';
    };
    const comment = async (issue_number: number, body: string) => {
      await octokit.rest.issues.createComment({ ...place, issue_number, body });
      return lastReply(issue_number);
    };

    const { data: issue } = await octokit.rest.issues.create({ ...place, title: 'A question', body: 'about it' });
    expect(await lastReply(issue.number)).toContain('Turn for');
    expect(await comment(issue.number, 'now change it')).toMatch(/→ Pull request #\d+/);
    const { data: pulls } = await octokit.rest.pulls.list(place);
    expect(pulls).toHaveLength(1);
    const pull = pulls[0]?.number ?? 0;
    expect(await comment(pull, 'change it again')).toMatch(/→ [0-9a-f]{7} on `codex\/issue-1\//);
    expect((await octokit.rest.pulls.listCommits({ ...place, pull_number: pull })).data).toHaveLength(2);

    const runs = (await (await fetch(`${ready.api}/_lab/runs`)).json()) as {
      id: number;
      conclusion: string;
      jobs: { name: string; steps: object[]; permissions: object }[];
    }[];
    expect(runs.map(({ conclusion }) => conclusion)).toEqual(['success', 'success', 'success']);
    expect(runs[0]?.jobs.find(({ name }) => name.endsWith('/ agent'))).toMatchObject({
      permissions: { contents: 'read' },
    });
    expect(runs[0]?.jobs[0]?.steps.length).toBeGreaterThan(0);
    const log = await (await fetch(`${ready.api}/_lab/runs/${runs[0]?.id}/log`)).text();
    expect(log).toContain('event-router');
    expect(log).not.toContain(ready.tokens['owner']);
    const link = `${ready.api}/${ready.repository}/actions/runs/${runs[0]?.id}`;
    expect(await (await fetch(link, { headers: { accept: 'text/html' } })).text()).toContain('codex / route');
    expect(await (await fetch(ready.page, { headers: { accept: 'text/html' } })).text()).toContain('A question');
    const requests = (await (await fetch(`${ready.api}/_lab/requests`)).json()) as object[];
    expect(requests).toContainEqual(
      expect.objectContaining({
        method: 'POST',
        path: `/repos/${ready.repository}/pulls`,
        status: 201,
        job: 'codex / thread / publish',
      }),
    );

    const fault = { method: 'GET', path: '/issues/1$', times: 1, status: 503 };
    const posted = await fetch(`${ready.api}/_lab/faults`, { method: 'POST', body: JSON.stringify(fault) });
    expect(posted.status).toBe(204);
    const get = () => fetch(`${ready.api}/repos/${ready.repository}/issues/1`);
    expect([(await get()).status, (await get()).status]).toEqual([503, 200]);

    await fetch(`${ready.api}/_lab/shutdown`, { method: 'POST' });
    expect(await ended).toEqual([0, null]);
    // Nothing but the one line: a tool reads it.
    expect(said.trim().split('\n')).toHaveLength(1);
  } finally {
    lab.kill();
    await rm(folder, { recursive: true, force: true });
  }
});
