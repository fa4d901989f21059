import { afterEach, describe, expect, test } from 'vitest';
import { catalogue } from '../failure/catalogue.ts';
import type { OutboxReply } from '../outbox/outbox.ts';
import { aReply, aRun } from '../testing/index.ts';
import { pageSamples } from '../testing/page-samples.ts';
import {
  changeSampleOf,
  endSamples,
  endSamplesOf,
  stopSamples,
  stopSamplesOf,
  textSamples,
  textSamplesOf,
  turnSampleOf,
} from '../testing/samples.ts';
import { english } from './english.ts';
import { type NoticeOrder, renderNotice } from './notice.ts';
import { isAnswerKept } from './notice-texts.ts';
import { renderReply } from './render-reply.ts';
import { type OwnTexts, placesIn, say, speak } from './say.ts';
import { texts } from './texts.ts';
import type { Stop } from './what-stopped.ts';

afterEach(() => speak({}));

/** The messages of one kind, as a file that reads like the thread. */
const golden = (name: string, parts: readonly (readonly [title: string, message: string])[]) =>
  expect(parts.map(([title, message]) => `## ${title}\n\n${message}\n`).join('\n')).toMatchFileSnapshot(
    `__messages__/${name}.md`,
  );

const asIs = (ordinary: string) => ordinary;
const turn = turnSampleOf(asIs);
const change = changeSampleOf(asIs);

/** Whatever people can get. Look at the files of __messages__ after a change: they are what is posted. */
describe('every message', () => {
  test('texts that stand alone', () =>
    golden(
      'texts',
      Object.entries(textSamples).flatMap(([name, values]) => values.map((value) => [name, value])),
    ));

  test('replies, with each end that their change may have', () =>
    golden(
      'replies',
      endSamples.map((end) => [end.kind, renderReply(aReply('comment-7'), end, aRun).join()]),
    ));

  test('replies of each kind', () => {
    const updated = endSamples.find(({ kind }) => kind === 'updated') ?? { kind: 'none', leftOut: [] };
    const of = (what: string, rest: Partial<OutboxReply>, place = {}): [string, string] => [
      what,
      renderReply(aReply('comment-7', rest), { kind: 'none', leftOut: [] }, aRun, place).join(
        '\n\n─── next comment ───\n\n',
      ),
    ];
    const { cost: _, ...unpriced } = turn;
    const patch = { head: 'a'.repeat(40), patch: 'diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-a\n+b\n' };
    return golden('kinds-of-replies', [
      of('to a word that steers', { steers: true, text: texts.pullRequestAsked }),
      of('a refusal', { outcome: 'refused', text: texts.merged(34) }),
      of('a failure', {
        outcome: 'failed',
        text: texts.failed({ what: 'OpenAI refused the key.', fix: 'Replace it.' }, texts.sessionKept),
        turn,
      }),
      of('a turn that was cancelled', { outcome: 'cancelled', text: texts.cancelled(true), turn }),
      of('with prices of the team', { turn: { ...turn, cost: { dollars: 1.5 } } }),
      of('by a model without a price', { turn: { ...unpriced, model: 'my-deployment' } }),
      of('of which little is known, as of an older release', { turn: { seconds: 42, tokens: 12_345 } }),
      of('to several people', {
        also: ['comment-8', 'review-9'],
        text: `${texts.answersSeveral([
          { login: 'alice', url: '#' },
          { login: 'bob', url: '#' },
        ])}\n\nDone.`,
        turn,
      }),
      of(
        "about a fork's commit that is not its newest",
        { patch, turn },
        { heads: { read: 'a'.repeat(40), now: 'b'.repeat(40) } },
      ),
      of('with a transcript', { turn }, { transcriptUrl: `${aRun.url}/artifacts/9` }),
      ['after a change of several turns', renderReply(aReply('comment-8', { turn }), updated, aRun, { change }).join()],
      of('too long for one comment', { text: 'A paragraph.\n\n'.repeat(5000).trim(), turn }).map((text) =>
        text.replaceAll(/(?:A paragraph\.\n\n){9,}/g, '(paragraphs)\n\n'),
      ) as [string, string],
    ]);
  });

  test('the notice of each way in which a run may stop', () => {
    const order: Pick<NoticeOrder, 'run' | 'requestId'> = { run: aRun, requestId: 'comment-7' };
    const lost: Stop = { kind: 'runner-lost', job: 'worker / thread / agent', phase: 'codex', kept: false };
    return golden('notices', [
      ...stopSamples.map((stop) => [stop.kind, renderNotice(stop, order)] as const),
      ['runner-lost, the third time', renderNotice(lost, { ...order, isLastTry: true })],
      ...stopSamples.map(
        (stop) => [`${stop.kind}, by hand`, renderNotice(stop, { ...order, requestId: 'dispatch-500' })] as const,
      ),
    ]);
  });

  test('the page of a run', () => golden('pages', pageSamples()));

  test('the failure of each code', () =>
    golden(
      'failures',
      Object.entries(catalogue).map(([code, failure]) => [
        code,
        texts.failed({ what: failure.when, fix: failure.fix }, texts.sessionKept),
      ]),
    ));
});

test('no notice promises a run by hand that another run takes it up: its text stands in its run alone', () => {
  const notices = stopSamples
    .filter((stop) => !('phase' in stop) || !isAnswerKept(stop))
    .map((stop) => renderNotice(stop, { run: aRun, requestId: 'dispatch-500' }));
  const other = /the next comment here|comment here, and it is|one of the runs that wait|mended, reply/;
  expect(notices.filter((notice) => other.test(notice))).toEqual([]);
  expect(notices[1]).toContain('its text stands in the run alone');
});

describe("a team's own texts", () => {
  /** Each sentence as its name, with its places. */
  const named = Object.fromEntries(
    Object.entries(english).map(([key, text]) => [
      key,
      [`⟦${key}⟧`, ...placesIn(text).map((place) => `{${place}}`)].join(' '),
    ]),
  ) as OwnTexts;
  /** Codex reads them, or says them. */
  const ofCodex = ['branchWasDeleted', 'forkLeftOut', 'workSaid', 'workStep', 'workEnded'];

  test('stand wherever English does', () => {
    const spoken = textSamplesOf(asIs);
    speak(named);
    const own = textSamplesOf(asIs);
    const left = Object.entries(own).filter(
      ([name, said]) => !ofCodex.includes(name) && !said.every((text) => text.includes('⟦')),
    );
    expect(left.map(([name]) => name)).toEqual([]);
    speak({});
    expect(textSamplesOf(asIs)).toEqual(spoken);
  });

  test('leave no English in replies and notices', () => {
    speak(named);
    const digits = () => '123';
    const said = [
      ...endSamplesOf(digits).flatMap((end) =>
        renderReply(aReply('comment-7', { text: '', turn }), end, aRun, { change: changeSampleOf(digits) }),
      ),
      ...stopSamplesOf(digits).map((stop) => renderNotice(stop, { run: aRun, requestId: 'comment-7' })),
    ];
    for (const body of said) {
      const left = body
        .replaceAll(/⟦[^⟧]*⟧|<[^>]*>|```[\s\S]*?```|`[^`]*`|https?:\S+|codex\/\S+/g, '')
        .replaceAll(/worker \/ thread \/ \w+|Run \$\S+/g, '');
      expect(left).not.toMatch(/\p{L}{4,}/u);
    }
  });

  test('each is said somewhere: none is left over', () => {
    const said = new Set<string>();
    const listen = (_: unknown, key: string | symbol): undefined => {
      said.add(String(key));
    };
    speak(new Proxy<OwnTexts>({}, { get: listen }));
    textSamplesOf(asIs);
    pageSamples();
    for (const end of endSamples) renderReply(aReply('comment-7', { turn }), end, aRun, { change, transcriptUrl: 'x' });
    for (const requestId of ['comment-7', 'dispatch-5'] as const) {
      for (const stop of stopSamples)
        for (const isLastTry of [false, true]) renderNotice(stop, { run: aRun, requestId, isLastTry });
    }
    const elsewhere = /^(?:failure|facts)\./;
    expect(Object.keys(english).filter((key) => !said.has(key) && !elsewhere.test(key))).toEqual([]);
  });

  test('what is filled in is no place itself', () => {
    expect(say('pushedTo', { sha: '{branch}', branch: 'x' })).toBe('→ {branch} on `x`.');
  });
});

test('of many files that conflict, the first are named, each whole', () => {
  const files = Array.from({ length: 25 }, (_, index) => `src/a/folder/with/__init_${index}__.py`).join(', ');
  for (const text of [texts.conflicts(files, aRun.url), texts.takeBackConflicts(files)])
    expect(text).toContain('`src/a/folder/with/__init_19__.py` and 5 more');
});
