import { expect, test } from 'vitest';
import { aReply, aRun } from '../testing/index.ts';
import { endSamples, stopSamples, textSamples } from '../testing/samples.ts';
import { type NoticeOrder, renderNotice } from './notice.ts';
import { isAnswerKept } from './notice-texts.ts';
import { renderReply } from './render-reply.ts';
import type { Stop } from './what-stopped.ts';

test('every text of the worker', () => {
  const lines = Object.entries(textSamples).flatMap(([name, values]) => values.map((value) => `## ${name}\n${value}`));
  expect(lines.join('\n\n')).toMatchSnapshot();
});

test('a reply with each end that its change may have', () => {
  const reply = aReply('comment-7', { turn: { seconds: 42, tokens: 12_345, model: 'gpt-5.5' } });
  expect(endSamples.map((end) => `## ${end.kind}\n${renderReply(reply, end, aRun)}`).join('\n\n')).toMatchSnapshot();
});

test('the notice of each way in which a run may stop', () => {
  const order: Pick<NoticeOrder, 'run' | 'requestId'> = { run: aRun, requestId: 'comment-7' };
  expect(stopSamples.map((stop) => `## ${stop.kind}\n${renderNotice(stop, order)}`).join('\n\n')).toMatchSnapshot();
  const lost: Stop = { kind: 'runner-lost', job: 'worker / thread / agent', phase: 'codex', kept: false };
  expect(renderNotice(lost, { ...order, isLastTry: true })).toMatchSnapshot();
});

test('no notice promises a run by hand that another run takes it up: its text stands in its run alone', () => {
  const notices = stopSamples
    .filter((stop) => !('phase' in stop) || !isAnswerKept(stop))
    .map((stop) => renderNotice(stop, { run: aRun, requestId: 'dispatch-500' }));
  const other = /the next comment here|comment here, and it is|one of the runs that wait|mended, reply/;
  expect(notices.filter((notice) => other.test(notice))).toEqual([]);
  expect(notices[1]).toContain('its text stands in the run alone');
});
