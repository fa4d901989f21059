import { type Node, Parser } from 'commonmark';
import { describe, expect, test } from 'vitest';
import { aReply, aRun } from '../testing/index.ts';
import { changeSampleOf, endSamplesOf, stopSamplesOf, textSamplesOf, turnSampleOf } from '../testing/samples.ts';
import { closingKeywords } from './closing-keyword.ts';
import { readMarkers, renderMarker } from './marker.ts';
import { renderNotice } from './notice.ts';
import { renderReply } from './render-reply.ts';

/** What might be written, by people, by agents, and as the name of a file. */
const hostile = {
  '60,000 characters': 'All work and no play. '.repeat(2728).trim(),
  '60,000 characters without a space': 'x'.repeat(60_000),
  'only code fences': '```\n'.repeat(60),
  'a fence of tildes in a list, left open': '- a\n\n  ~~~js\n  x',
  'a fold, left open': '<details><summary>Look</summary>\n\n- a',
  'right to left': 'مرحبا \u202Etxt.exe\u202C \u200fשלום \u2066x\u2069',
  HTML: '<script>alert(1)</script> <img src="https://evil.example/x.png"> <a href="javascript:x">x</a> </details></details><!--',
  'a marker of ours': `x\n\n${renderMarker({ requestId: 'comment-99', outcome: 'answered', run: '1.1' })}`,
  mentions: '@octo-org/everybody @mallory `@octo-org/all` &#64;octo-org/x `\n@octo-org/y',
  'closing keywords': 'Fixes #99, closes octo-org/demo#7, resolved https://github.com/octo-org/demo/issues/8',
  'tables, headings and lists': 'a|b\n\n# Heading\n\n- x\n1. y\n> z',
  'a picture from elsewhere':
    '![x](https://evil.example/x.png) [![y](https://evil.example/y.png)](https://evil.example)',
  'half of an emoji': '🚀'.slice(0, 1),
} as const;

describe.each(Object.entries(hostile))('%s', (_, words) => {
  const write = () => words;
  const turn = turnSampleOf(write);
  const change = changeSampleOf(write);

  test('as an answer', () => {
    expectSound(
      renderReply(aReply('comment-7', { text: words, turn }), { kind: 'none', leftOut: [] }, aRun, { change }),
    );
  });

  test('in each text, said as an answer', () => {
    const ordinary = textSamplesOf((word) => word);
    for (const [name, said] of Object.entries(textSamplesOf(write))) {
      // What is the same with other words holds none.
      const changed = said.filter((text, at) => text !== ordinary[name as keyof typeof ordinary][at]);
      for (const text of changed) {
        for (const outcome of ['answered', 'failed'] as const) {
          expectSound(renderReply(aReply('comment-7', { text, outcome }), { kind: 'none', leftOut: [] }, aRun));
        }
      }
    }
  });

  test('in what became of the change, and in the facts', () => {
    for (const end of endSamplesOf(write))
      expectSound(renderReply(aReply('comment-7', { turn }), end, aRun, { change }));
  });

  test('in the facts below an answer that fills its comment', () => {
    const text = 'One line of text.\n'.repeat(3300);
    const patch = { head: 'a'.repeat(40), patch: words.slice(0, 500) || 'x' };
    expectSound(
      renderReply(aReply('comment-7', { text, turn, patch }), { kind: 'none', leftOut: [] }, aRun, { change }),
      1,
    );
  });

  test('in the notice of each way in which a run may stop', () => {
    for (const stop of stopSamplesOf(write)) expectSound([renderNotice(stop, { run: aRun, requestId: 'comment-7' })]);
  });
});

/** What each comment promises, whatever stands in it. */
function expectSound(bodies: readonly string[], most = 3): void {
  expect(bodies.length).toBeLessThanOrEqual(most);
  for (const body of bodies) {
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(262_144);
    expect(body.isWellFormed()).toBe(true);
    const { text, html, images, endsWithMarker } = read(body);
    expect(endsWithMarker, body.slice(-2000)).toBe(true);
    expect(html.filter((piece) => !OURS.test(piece))).toEqual([]);
    expect(foldsOpenAtEnd(html)).toBe(0);
    expect(images).toEqual([]);
    expect(text).not.toMatch(/(?:^|[^\w`])@(?!alice\b)[a-z\d]/i);
    expect(text.split('\n').flatMap((line) => closingKeywords(line, '', undefined))).toEqual([]);
  }
  expect(readMarkers(bodies.at(-1) ?? '').map(({ requestId }) => requestId)).toEqual(['comment-7']);
}

/** Tags that the worker writes, and small print that a text may have. */
const OURS =
  /^(?:<details><summary>[^<>]*<\/summary>|<\/details>|<\/?su[bp]>|(?:<!-- codex-worker:[\w-]+ [^<>]* -->\n?)+)$/;

const foldsOpenAtEnd = (html: readonly string[]): number =>
  html.filter((piece) => piece.startsWith('<details>')).length - html.filter((piece) => piece === '</details>').length;

/** A comment as GitHub reads it: its words outside of code, its HTML, its pictures. */
function read(body: string) {
  const document = new Parser().parse(body);
  const nodes = [...nodesOf(document)];
  const of = (...types: readonly string[]): readonly Node[] => nodes.filter(({ type }) => types.includes(type));
  const { lastChild } = document;
  return {
    text: nodes.map(wordsOf).join(''),
    html: of('html_block', 'html_inline').map(({ literal }) => (literal ?? '').trim()),
    images: of('image').filter(({ destination }) => !destination?.startsWith('https://github.com/')),
    endsWithMarker: lastChild?.type === 'html_block' && /^<!-- codex-worker:/.test(lastChild.literal ?? ''),
  };
}

function* nodesOf(document: Node): Generator<Node> {
  const walker = document.walker();
  for (let step = walker.next(); step; step = walker.next()) if (step.entering) yield step.node;
}

function wordsOf({ type, literal }: Node): string {
  if (type === 'text') return literal ?? '';
  return ['softbreak', 'paragraph', 'heading', 'item'].includes(type) ? '\n' : '';
}
