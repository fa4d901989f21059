import { expect, test } from 'vitest';
import { forgeInputs, forgeWorkflow } from './forge.ts';
import { answersIn, errorsOf, openScene, outputOf, type Scene } from './scene.ts';

const setUp = { keys: 'any', files: { '.github/workflows/forge.yml': forgeWorkflow } } as const;

const bundleOf = async (scene: Scene, issue: number) => {
  const [bundle] = await scene.artifacts(`codex-worker-session-issue-${issue}`);
  if (!bundle) throw new Error(`#${issue} has no bundle`);
  return bundle;
};

const sessionOf = (scene: Scene): string | undefined => outputOf(scene.lastRun(), 'session-id');

async function download(scene: Scene, id: number): Promise<Buffer> {
  return Buffer.from(await (await fetch(`${scene.lab.github.api}/_lab/artifacts/${id}`)).arrayBuffer());
}

async function replace(scene: Scene, id: number, bytes: Buffer): Promise<void> {
  await fetch(`${scene.lab.github.api}/_lab/artifacts/${id}`, { method: 'PUT', body: new Uint8Array(bytes) });
}

/** Nothing of the session may be used, no turn be taken, and the run must not be green. */
function expectRefusal(scene: Scene, reply: string, why: RegExp, asked: number): void {
  expect(reply).toContain('The session of this thread cannot be continued.');
  expect(reply).toMatch(why);
  expect(reply).toContain('`/codex reset`');
  expect(scene.lastRun().conclusion).toBe('failure');
  expect(scene.model.requests).toHaveLength(asked);
}

test.concurrent('a deleted session is not replaced by a new one without a word', async () => {
  await using scene = await openScene(setUp);
  const issue = await scene.begin('Deleted');
  const { id } = await bundleOf(scene, issue);
  await scene.as('owner').rest.actions.deleteArtifact({ ...scene.place, artifact_id: id });
  const asked = scene.model.requests.length;
  expectRefusal(scene, await scene.follow(issue, 'go on'), /Its artifact is gone/, asked);
  expect(await scene.artifacts(`codex-worker-session-issue-${issue}`)).toEqual([]);
  // Also the comment after that is told so, and once.
  expectRefusal(scene, await scene.follow(issue, 'really, go on'), /Its artifact is gone/, asked);
  expect(answersIn(await scene.replies(issue)).map((answer) => answer.split(' ')[1])).toEqual([
    'answered',
    'refused',
    'refused',
  ]);
});

test.concurrent('an expired session is as gone as a deleted one', async () => {
  await using scene = await openScene(setUp);
  const issue = await scene.begin('Expired');
  const { id } = await bundleOf(scene, issue);
  await fetch(`${scene.lab.github.api}/_lab/artifacts/${id}/expire`, { method: 'POST' });
  expectRefusal(scene, await scene.follow(issue, 'go on'), /retention/, scene.model.requests.length);
});

test.concurrent("a comment in somebody else's issue is no request, until the worker is asked there by hand", async () => {
  await using scene = await openScene(setUp);
  const issue = await scene.opens('stranger', 'Not for Codex');
  await scene.idle();
  expect(await scene.follow(issue, 'thanks, we look into it')).toBe('');
  expect(scene.lastRun().conclusion).toBe('success');
  await scene.dispatches({ prompt: 'begin', thread: String(issue) });
  await scene.idle();
  expect(await scene.lastReply(issue)).toContain('begin');
  expect(await scene.follow(issue, 'and go on')).toContain('You asked: and go on');
});

test.concurrent('a comment after a first run that left no trace begins the thread, with what was asked at first', async () => {
  await using scene = await openScene(setUp);
  const issue = await scene.opens('owner', 'Lost', 'wait 3000');
  await scene.askedFor('Lost');
  await scene.as('owner').request('POST /repos/{owner}/{repo}/actions/runs/{run_id}/force-cancel', {
    ...scene.place,
    run_id: scene.lastRun().id,
  });
  await scene.idle();
  expect(await scene.replies(issue)).toEqual([]);
  const comment = await scene.comments('owner', issue, 'go on');
  await scene.idle();
  expect(answersIn(await scene.replies(issue))).toEqual([`issue-${issue} answered`, `comment-${comment} answered`]);
  expect(await scene.lastReply(issue)).toContain('You asked: go on');
});

test.concurrent('an older bundle of the thread that was put back is refused', async () => {
  await using scene = await openScene(setUp);
  const issue = await scene.begin('Rolled back');
  const older = await download(scene, (await bundleOf(scene, issue)).id);
  await scene.follow(issue, 'a second turn');
  await replace(scene, (await bundleOf(scene, issue)).id, older);
  expectRefusal(scene, await scene.follow(issue, 'go on'), /older than the thread/, scene.model.requests.length);
});

test.concurrent('a session with one changed byte is refused, until a person begins anew', async () => {
  await using scene = await openScene(setUp);
  const issue = await scene.begin('Tampered');
  const session = sessionOf(scene);
  const { id } = await bundleOf(scene, issue);
  const bytes = await download(scene, id);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 100) ^ 1, bytes.length - 100);
  await replace(scene, id, bytes);
  expectRefusal(
    scene,
    await scene.follow(issue, 'go on'),
    /was changed after it was sealed/,
    scene.model.requests.length,
  );
  expect(errorsOf(scene.lastRun())).toContain('was changed after it was sealed');
  await scene.dispatches({ prompt: 'begin anew', thread: `issue-${issue}`, 'new-session': 'true' });
  await scene.idle();
  expect(await scene.lastReply(issue)).toContain('begin anew');
  const anew = sessionOf(scene);
  expect(anew).not.toBe(session);
  expect(await scene.follow(issue, 'and go on')).toContain('You asked: and go on');
  expect(sessionOf(scene)).toBe(anew);
});

test.concurrent("another thread's session is refused", async () => {
  await using scene = await openScene(setUp);
  const issue = await scene.begin('Mine');
  const other = await scene.begin('Theirs');
  await replace(scene, (await bundleOf(scene, issue)).id, await download(scene, (await bundleOf(scene, other)).id));
  const reply = await scene.follow(issue, 'go on');
  expectRefusal(
    scene,
    reply,
    new RegExp(`belongs to the thread issue-${other}, not to issue-${issue}`),
    scene.model.requests.length,
  );
});

test.concurrent('a bundle of a workflow that is not trusted is passed over', async () => {
  await using scene = await openScene(setUp);
  const issue = await scene.begin('Forged');
  const session = sessionOf(scene);
  await scene.as('writer').rest.actions.createWorkflowDispatch({
    ...scene.place,
    workflow_id: 'forge.yml',
    ref: 'main',
    inputs: forgeInputs(issue),
  });
  await scene.idle();
  expect(errorsOf(scene.lastRun())).toBe('');
  expect(scene.lastRun()).toMatchObject({ path: '.github/workflows/forge.yml', conclusion: 'success' });
  expect(await scene.artifacts(`codex-worker-session-issue-${issue}`)).toHaveLength(2);
  expect(await scene.follow(issue, 'go on')).toContain('You asked: go on');
  expect(sessionOf(scene)).toBe(session);
  expect(outputOf(scene.lastRun(), 'sandbox')).toBe('workspace-write');
});

test.concurrent('sessions that a rotated key can no longer open are refused with the reason', async () => {
  await using scene = await openScene(setUp);
  const issue = await scene.begin('Rotated');
  scene.lab.setSecret('OPENAI_API_KEY', 'sk-scene-rotated');
  expectRefusal(scene, await scene.follow(issue, 'go on'), /sealed with another key/, scene.model.requests.length);
  expect(await scene.lastReply(issue)).toContain('SESSION_KEY');
  await scene.dispatches({ prompt: 'begin anew', thread: String(issue), 'new-session': 'true' });
  await scene.idle();
  expect(scene.lastRun().conclusion).toBe('success');
  expect(await scene.artifacts(`codex-worker-session-issue-${issue}`)).toHaveLength(1);
  expect(await scene.follow(issue, 'and go on')).toContain('You asked: and go on');
});
