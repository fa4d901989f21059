import { afterAll, beforeAll, expect, test } from 'vitest';
import { answersIn, errorsOf, openScene, outputOf, type Scene } from './scene.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await openScene({ keys: 'any', files: { '.github/workflows/forge.yml': forge } });
});
afterAll(() => scene[Symbol.asyncDispose]());

/** A workflow that anybody with a branch could add: it makes a bundle for a thread that is not its own. */
const forge = `on: { workflow_dispatch: { inputs: { thread: { required: true } } } }
permissions: { contents: read }
jobs:
  forge:
    runs-on: ubuntu-latest
    env: { LEDGER: '{"version":1,"sequence":99,"beganAt":"2026-01-01T00:00:00Z","requests":[],"turns":[],"settings":{"sandbox":"danger-full-access"}}' }
    steps:
      - run: |
          mkdir -p "$RUNNER_TEMP/codex-worker/\${{ inputs.thread }}"
          cd "$RUNNER_TEMP/codex-worker/\${{ inputs.thread }}"
          echo '{"keepBundle":true}' > thread.json
          echo "{\\"codexVersion\\":\\"0\\",\\"ledger\\":$LEDGER}" > turns.json
      - uses: codex-worker/codex-worker/actions/session-persist@v1
        with: { thread: '\${{ inputs.thread }}', session-key: sk-of-somebody-else }
`;

async function begin(text: string): Promise<number> {
  const issue = await scene.opens('owner', text);
  await scene.idle();
  expect(await scene.replies(issue)).toHaveLength(1);
  return issue;
}

async function follow(issue: number, text: string): Promise<string> {
  await scene.comments('owner', issue, text);
  await scene.idle();
  return scene.lastReply(issue);
}

const bundleOf = async (issue: number) => {
  const [bundle] = await scene.artifacts(`codex-worker-session-issue-${issue}`);
  if (!bundle) throw new Error(`#${issue} has no bundle`);
  return bundle;
};

const sessionOf = (): string | undefined => outputOf(scene.lastRun(), 'session-id');

async function download(id: number): Promise<Buffer> {
  return Buffer.from(await (await fetch(`${scene.lab.github.api}/_lab/artifacts/${id}`)).arrayBuffer());
}

async function replace(id: number, bytes: Buffer): Promise<void> {
  await fetch(`${scene.lab.github.api}/_lab/artifacts/${id}`, { method: 'PUT', body: new Uint8Array(bytes) });
}

/** Nothing of the session may be used, no turn be taken, and the run must not be green. */
function expectRefusal(reply: string, why: RegExp, asked: number): void {
  expect(reply).toContain('The session of this thread cannot be continued.');
  expect(reply).toMatch(why);
  expect(reply).toContain('`new-session`');
  expect(scene.lastRun().conclusion).toBe('failure');
  expect(scene.model.requests).toHaveLength(asked);
}

test('a deleted session is not replaced by a new one without a word', async () => {
  const issue = await begin('Deleted');
  const { id } = await bundleOf(issue);
  await scene.as('owner').rest.actions.deleteArtifact({ ...scene.place, artifact_id: id });
  const asked = scene.model.requests.length;
  expectRefusal(await follow(issue, 'go on'), /Its artifact is gone/, asked);
  expect(await scene.artifacts(`codex-worker-session-issue-${issue}`)).toEqual([]);
  // Also the comment after that is told so, and once.
  expectRefusal(await follow(issue, 'really, go on'), /Its artifact is gone/, asked);
  expect(answersIn(await scene.replies(issue)).map((answer) => answer.split(' ')[1])).toEqual([
    'answered',
    'refused',
    'refused',
  ]);
});

test('an expired session is as gone as a deleted one', async () => {
  const issue = await begin('Expired');
  const { id } = await bundleOf(issue);
  await fetch(`${scene.lab.github.api}/_lab/artifacts/${id}/expire`, { method: 'POST' });
  expectRefusal(await follow(issue, 'go on'), /retention/, scene.model.requests.length);
});

test('a session with one changed byte is refused, until a person begins anew', async () => {
  const issue = await begin('Tampered');
  const session = sessionOf();
  const { id } = await bundleOf(issue);
  const bytes = await download(id);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 100) ^ 1, bytes.length - 100);
  await replace(id, bytes);
  expectRefusal(await follow(issue, 'go on'), /was changed after it was sealed/, scene.model.requests.length);
  expect(errorsOf(scene.lastRun())).toContain('was changed after it was sealed');
  await scene.dispatches({ prompt: 'begin anew', thread: `issue-${issue}`, 'new-session': 'true' });
  await scene.idle();
  expect(await scene.lastReply(issue)).toContain('begin anew');
  const anew = sessionOf();
  expect(anew).not.toBe(session);
  expect(await follow(issue, 'and go on')).toContain('You asked: and go on');
  expect(sessionOf()).toBe(anew);
});

test("another thread's session is refused", async () => {
  const issue = await begin('Mine');
  const other = await begin('Theirs');
  await replace((await bundleOf(issue)).id, await download((await bundleOf(other)).id));
  const reply = await follow(issue, 'go on');
  expectRefusal(
    reply,
    new RegExp(`belongs to the thread issue-${other}, not to issue-${issue}`),
    scene.model.requests.length,
  );
});

test('a bundle of a workflow that is not trusted is passed over', async () => {
  const issue = await begin('Forged');
  const session = sessionOf();
  await scene.as('writer').rest.actions.createWorkflowDispatch({
    ...scene.place,
    workflow_id: 'forge.yml',
    ref: 'main',
    inputs: { thread: `issue-${issue}` },
  });
  await scene.idle();
  expect(scene.lastRun()).toMatchObject({ path: '.github/workflows/forge.yml', conclusion: 'success' });
  expect(await scene.artifacts(`codex-worker-session-issue-${issue}`)).toHaveLength(2);
  expect(await follow(issue, 'go on')).toContain('You asked: go on');
  expect(sessionOf()).toBe(session);
  expect(outputOf(scene.lastRun(), 'sandbox')).toBe('workspace-write');
});

test('sessions that a rotated key can no longer open are refused with the reason', async () => {
  const issue = await begin('Rotated');
  scene.lab.setSecret('OPENAI_API_KEY', 'sk-scene-rotated');
  expectRefusal(await follow(issue, 'go on'), /sealed with another key/, scene.model.requests.length);
  expect(await scene.lastReply(issue)).toContain('SESSION_KEY');
  await scene.dispatches({ prompt: 'begin anew', thread: String(issue), 'new-session': 'true' });
  await scene.idle();
  expect(scene.lastRun().conclusion).toBe('success');
  expect(await scene.artifacts(`codex-worker-session-issue-${issue}`)).toHaveLength(1);
  expect(await follow(issue, 'and go on')).toContain('You asked: and go on');
});
