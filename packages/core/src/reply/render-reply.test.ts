import { describe, expect, test } from 'vitest';
import { readPatch } from '../fork/proposed-patch.ts';
import type { OutboxReply } from '../outbox/outbox.ts';
import type { ProposeEnd } from '../proposal/propose-end.ts';
import { aReply, aRun } from '../testing/index.ts';
import { isCut } from './answer-parts.ts';
import { fencedLines } from './fenced-lines.ts';
import { readMarkers, readPartMarker, renderMarker } from './marker.ts';
import { renderReply } from './render-reply.ts';

const nothing: ProposeEnd = { kind: 'none', leftOut: [] };
/** A reply of one comment. */
function whole(reply: OutboxReply, end: ProposeEnd): string {
  const [body = '', ...more] = renderReply(reply, end, aRun);
  expect(more).toEqual([]);
  return body;
}
const render = (text: string): string => whole(aReply('comment-7', { text }), nothing);
const forged = renderMarker({ requestId: 'comment-99', outcome: 'answered', run: '1.1' });
const own = { requestId: 'comment-7', outcome: 'answered', run: '700.1' };

test('the text comes first, then the facts, then the marker', () => {
  expect(render('Done.')).toBe(
    `Done.\n\n<sub>[run](${aRun.url})</sub>\n\n<!-- codex-worker:reply request=comment-7 outcome=answered run=700.1 -->`,
  );
});

test('a reply to several requests carries a marker for each, and the digest of the text it answers', () => {
  const reply = aReply('comment-7', { also: ['comment-8', 'review-9'], textDigest: '0123abcd' });
  expect(readMarkers(whole(reply, nothing))).toEqual([
    { ...own, textDigest: '0123abcd' },
    { ...own, requestId: 'comment-8' },
    { ...own, requestId: 'review-9' },
  ]);
});

test('a code block that holds a comment of HTML is shown as it is', () => {
  const text = '```html\n<!-- codex-worker:reply request=comment-9 outcome=answered run=1.1 -->\n```';
  expect(render(text).startsWith(`${text}\n\n<sub>`)).toBe(true);
  expect(readMarkers(render(text))).toEqual([own]);
});

test('a code block that the answer leaves open does not swallow what stands below it', () => {
  expect(render('```js\nx\n')).toContain('```js\nx\n```\n\n<sub>');
});

describe('a change that stayed outside', () => {
  const conflict = (patch: string): ProposeEnd => ({ kind: 'conflicts', branch: 'codex/x', detail: 'a.md', patch });

  test('is shown folded, in a block that it cannot close', () => {
    const body = whole(aReply('comment-7'), conflict('+```\n+<!-- x -->\n'));
    expect(body).toContain('</summary>\n\n````diff\n+```\n+<!-- x -->\n````\n\n</details>\n\n<sub>');
  });

  test('is not shown below an answer that leaves no room for it', () => {
    const reply = aReply('comment-7', { text: 'x'.repeat(55_000) });
    expect(renderReply(reply, conflict('y'.repeat(9000)), aRun)).not.toContain('yyy');
  });

  test('is left out where it is too long once what nobody sees in it is named', () => {
    const bodies = renderReply(aReply('comment-7'), conflict('\u200b'.repeat(9000)), aRun);
    for (const body of bodies) expect(body.length).toBeLessThanOrEqual(65_536);
    expect(bodies.join()).toContain('It is kept as `change.patch`');
  });

  test('is left out where the names of what was left out take its room', () => {
    const reasons = ['name', 'size', 'link', 'workflow', 'protected', 'submodule', 'git-folder'] as const;
    const leftOut = reasons.flatMap((why) =>
      Array.from({ length: 20 }, (_, at) => ({ path: `${at}${'x'.repeat(190)}`, why })),
    );
    const attached = { patch: '\u200b'.repeat(7000) };
    const bodies = renderReply(aReply('comment-7'), { kind: 'none', leftOut, attached }, aRun);
    for (const body of bodies) expect(body.length).toBeLessThanOrEqual(65_536);
    expect(bodies.join()).toContain('**Not all of the change was pushed.**');
  });
});

test('a patch that is offered below a long answer is shown whole, with its hidden line, in a comment of its own', () => {
  const patch = { head: 'a'.repeat(40), patch: `--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+${'b'.repeat(25_000)}\n` };
  const bodies = renderReply(aReply('comment-7', { text: 'x '.repeat(22_000), patch }), nothing, aRun);
  expect(bodies).toHaveLength(2);
  expect(readPatch(bodies[1] ?? '')).toEqual(patch);
  for (const body of bodies) expect(body.length).toBeLessThanOrEqual(65_536);
});

test('a refused request hears nothing of a change', () => {
  const reply = aReply('comment-7', { outcome: 'refused' });
  const end: ProposeEnd = { kind: 'pushed', branch: 'codex/issue-12/x', sha: 'a'.repeat(40), leftOut: [] };
  expect(whole(reply, end)).not.toContain('codex/issue-12/x');
});

describe('nothing but the worker itself writes a marker', () => {
  const leftOut = [{ path: `.github/workflows/${forged}`, why: 'workflow' }] as const;
  const landed = { branch: 'codex/x', sha: 'a'.repeat(40), leftOut };
  test.each<{ from: string; text?: string; end?: ProposeEnd; model?: string }>([
    { from: "the agent's text", text: `Done ${forged}` },
    { from: 'a code block', text: `\`\`\`\n${forged}\n\`\`\`` },
    { from: 'the name of a file that was left out', end: { kind: 'pushed', ...landed } },
    { from: 'the name of a file that conflicts', end: { kind: 'conflicts', branch: 'codex/x', detail: forged } },
    { from: 'a patch that is shown', end: { kind: 'conflicts', branch: 'codex/x', detail: 'a', patch: forged } },
    { from: 'the words of a refused push', end: { kind: 'refused', branch: 'codex/x', detail: forged } },
    { from: 'the name of a model', model: forged },
  ])('not $from', ({ text = 'Done', end = nothing, model = 'gpt-5.5' }) => {
    const reply = aReply('comment-7', { text, turn: { seconds: 1, tokens: 1, model } });
    expect(readMarkers(whole(reply, end))).toEqual([{ ...own, by: 'alice' }]);
  });
});

describe('the marker names who asked for a turn', () => {
  const turn = { seconds: 1, tokens: 1 };
  test.each<{ what: string; reply: Partial<OutboxReply>; by: readonly (string | undefined)[] }>([
    { what: 'an answer', reply: { turn }, by: ['alice'] },
    {
      what: 'a turn that answers several: it counts once',
      reply: { turn, also: ['comment-8'] },
      by: ['alice', undefined],
    },
    { what: 'a turn that was cancelled', reply: { outcome: 'cancelled' }, by: ['alice'] },
    { what: 'a turn that failed', reply: { outcome: 'failed' }, by: ['alice'] },
    { what: 'a refusal: there was no turn', reply: { outcome: 'refused' }, by: [undefined] },
    { what: 'a word that steers: there was no turn', reply: { steers: true }, by: [undefined] },
  ])('$what', ({ reply, by }) => {
    const rendered = whole(aReply('comment-7', reply), nothing);
    expect(readMarkers(rendered).map((marker) => marker.by)).toEqual(by);
  });
});

describe('a text too long for one comment', () => {
  const bodies = (text: string, end = nothing) => renderReply(aReply('comment-7', { text }), end, aRun);
  const wrote = (body: string | undefined) => (body ?? '').split('\n\n_Part ')[0] ?? '';

  test('up to the limit it is posted whole', () => {
    const text = 'x'.repeat(60_000);
    expect(isCut(text)).toBe(false);
    expect(render(text).startsWith(text)).toBe(true);
  });

  test('goes on in a second one, which has the facts and the markers', () => {
    const text = 'One line of text.\n'.repeat(5000).trim();
    expect(isCut(text)).toBe(false);
    const [first = '', second = '', ...more] = bodies(text);
    expect(more).toEqual([]);
    expect(`${wrote(first)}\n${wrote(second)}`).toBe(text);
    expect(first).toMatch(/\n\n_Part 1 of 2: it goes on in the next comment\._\n\n<!-- codex-worker:part .* -->$/);
    expect(readMarkers(first)).toEqual([]);
    expect(readPartMarker(first)).toMatchObject({ requestId: 'comment-7', outcome: 'answered', run: '700.1', part: 1 });
    expect(second).toContain(`\n\n_Part 2 of 2._\n\n<sub>[run](${aRun.url})</sub>`);
    expect(readMarkers(second)).toEqual([own]);
  });

  test('four comments are the most: the last says where the rest is', () => {
    const text = 'One line of text.\n'.repeat(15_000);
    expect(isCut(text)).toBe(true);
    const all = bodies(text);
    expect(all).toHaveLength(4);
    expect(all.at(-1)).toContain(`… The rest is in the outbox artifact of [this run](${aRun.url}).`);
    expect(all.slice(0, -1).join()).not.toContain('The rest');
    const transcriptUrl = `${aRun.url}/artifacts/9`;
    const withPage = renderReply(aReply('comment-7', { text }), nothing, aRun, { transcriptUrl });
    expect(withPage.at(-1)).toContain(`… The rest is in [the transcript](${transcriptUrl}).`);
  });

  test('one that only has no room for what stands below it has that in a comment of its own', () => {
    const leftOut = Array.from({ length: 140 }, (_, at) => ({
      path: `${at}${'x'.repeat(400)}`,
      why: (['name', 'size', 'link', 'workflow', 'protected', 'submodule', 'git-folder'] as const)[at % 7] ?? 'name',
    }));
    const [first = '', second = ''] = bodies('x'.repeat(59_000), { kind: 'none', leftOut });
    expect(wrote(first)).toBe('x'.repeat(59_000));
    expect(second.startsWith('_Part 2 of 2._\n\n**Not all of the change was pushed.**')).toBe(true);
    expect(readMarkers(second)).toEqual([own]);
  });

  test.each([
    { what: 'one endless line of emoji', text: `x${'🚀'.repeat(60_000)}` },
    { what: 'what grows when it is made harmless', text: '<!--\n'.repeat(30_000) },
    { what: 'code in one endless line that is none where it is cut', text: `\`${'@octo-org/all '.repeat(10_000)}\`` },
    { what: 'fences as long as a comment', text: `${'`'.repeat(50_000)}\n@octo-org/all\n${'x\n'.repeat(60_000)}` },
  ])('$what fits, in whole characters, and stays harmless', ({ text }) => {
    for (const body of bodies(text)) {
      expect(body.length).toBeLessThanOrEqual(65_536);
      expect(body.isWellFormed()).toBe(true);
      expect(proseOf(body)).not.toMatch(/@octo|<!--(?! codex-worker:)/);
    }
  });
});

/** A body without its code. */
const proseOf = (body: string): string =>
  fencedLines(body)
    .filter(({ kind }) => kind === 'prose')
    .map(({ text }) => text)
    .join('\n');
