import type { Ledger, Redactor } from '@codex-worker/core';
import type { Attack, Change } from '../../attack.ts';
import type { Product } from '../../product.ts';

const transcript = 'packages/transcript/src/';
const key = 'sk-live-0123456789abcdef';
const without = (file: string, find: string, replace: string): readonly Change[] => [{ file, find, replace }];

interface Page {
  renderTranscript(order: {
    readonly thread: { readonly kind: 'issue'; readonly number: number };
    readonly repository: string;
    readonly title: string;
    readonly address: string;
    readonly ledger: Ledger;
    readonly rollout: Buffer;
    readonly redactor: Redactor;
    readonly run: undefined;
    readonly madeAt: Date;
  }): string;
}

const item = (content: object) => ({ type: 'event_msg', payload: { type: 'item_completed', item: content } });
const says = (text: string) => item({ type: 'AgentMessage', content: [{ type: 'Text', text }], phase: 'final_answer' });
const prints = (output: string) =>
  item({ type: 'CommandExecution', command: ['cat'], aggregated_output: output, exit_code: 0 });
const began = { type: 'event_msg', payload: { type: 'task_started' } };

/** The page of a thread in whose session this stands. */
async function pageOf(product: Product, lines: readonly object[]): Promise<string> {
  const { newLedger, redactor, redactTranscript } = await product.core();
  const { renderTranscript } = await product.load<Page>(`${transcript}index.ts`);
  const rollout = Buffer.from([began, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));
  const secrets = redactor([key]);
  return renderTranscript({
    thread: { kind: 'issue', number: 12 },
    repository: 'octo-org/demo',
    title: 'Add up',
    address: 'https://github.com/octo-org/demo/issues/12',
    ledger: newLedger('issue-12', '2026-11-22T10:00:00Z', 'workspace-write'),
    rollout: redactTranscript(rollout, secrets),
    redactor: secrets,
    run: undefined,
    madeAt: new Date(0),
  });
}

const shows = (line: object, has: RegExp) => async (product: Product) => has.test(await pageOf(product, [line]));

/** The bytes of a page that nobody's phone opens. */
const TOO_MUCH = 8_000_000;

async function floods(product: Product): Promise<boolean> {
  const turn = [began, says('`a` '.repeat(20_000))];
  return (await pageOf(product, Array.from({ length: 60 }, () => turn).flat())).length > TOO_MUCH;
}

async function floodsOutput(product: Product): Promise<boolean> {
  return (await pageOf(product, [prints('<\n'.repeat(3_000_000))])).length > TOO_MUCH;
}

export const attacks: readonly Attack[] = [
  {
    threat: 'transcript-read',
    name: 'the transcript of a public repository is made by a schedule, whose event tells nothing of the repository',
    wins: 'all that Codex was told and read, for everybody',
    without: without(
      'packages/core/src/session/transcript-choice.ts',
      "visibility === 'private' || visibility === 'internal'",
      "visibility !== 'public'",
    ),
    run: async (product) => (await product.core()).isTranscriptMade('auto', 'unknown'),
  },
  {
    threat: 'transcript-secret',
    name: 'a command prints a secret with a colour in its middle, which the page leaves out',
    wins: 'the model key, on a page that many can read',
    without: without(
      `${transcript}story/clean-text.ts`,
      'redactor.text(withHiddenShown(asTerminalShows(text)), lineByLine)',
      'withHiddenShown(asTerminalShows(redactor.text(text)))',
    ),
    run: shows(prints(`${key.slice(0, 12)}\u001b[31m${key.slice(12)}`), new RegExp(key)),
  },
  {
    threat: 'transcript-script',
    name: 'a command prints a script',
    wins: 'a script in the browser of whoever reads the page',
    without: without(
      `${transcript}page/html.ts`,
      `part.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')`,
      'part',
    ),
    run: shows(prints('</pre><script>alert(1)</script>'), /<script>/),
  },
  {
    threat: 'transcript-script',
    name: 'an answer has a link that is a script',
    wins: 'a script in the browser of whoever follows it',
    without: without(`${transcript}page/markdown.ts`, String.raw`/^(?:https?:\/\/|mailto:)/i.test(href) && `, ''),
    run: shows(says('[the docs](javascript:alert(1))'), /href="javascript:/),
  },
  {
    threat: 'transcript-script',
    name: 'a style sheet that somebody brings onto the page is obeyed',
    wins: 'a page that shows what was never said',
    without: without(
      `${transcript}page/page.ts`,
      "'sha256-${createHash('sha256').update(style).digest('base64')}'",
      "'unsafe-inline'",
    ),
    run: shows(says('Fine.'), /style-src 'unsafe-inline'/),
  },
  {
    threat: 'transcript-beacon',
    name: 'an answer shows an image of another host',
    wins: 'who reads the page, when, and what its address carries',
    without: without(
      `${transcript}page/markdown.ts`,
      'html`<span class="note">[image: ${token.text || token.href}]</span>`',
      'html`<img src="${token.href}">`',
    ),
    run: shows(says('![a](https://evil.example/a.png)'), /<img /),
  },
  {
    threat: 'transcript-beacon',
    name: 'whatever gets onto the page may fetch something',
    wins: 'what an image wins, should one ever get onto it',
    without: without(`${transcript}page/page.ts`, `"default-src 'none'"`, `"default-src 'self' https:"`),
    run: async (product) => !(await pageOf(product, [says('Fine.')])).includes(`content="default-src 'none'; `),
  },
  {
    threat: 'transcript-flood',
    name: 'sixty answers of eighty thousand characters are shown',
    wins: 'a page that no phone opens',
    without: without(`${transcript}story/thread-story.ts`, 'MOST_WEIGHT = 600_000', 'MOST_WEIGHT = 600_000_000'),
    run: floods,
  },
  {
    threat: 'transcript-flood',
    name: 'a command prints millions of lines',
    wins: 'a page that no phone opens',
    without: without(
      `${transcript}story/read-turns.ts`,
      'outputLines = { first: 30, last: 60,',
      'outputLines = { first: 3e7, last: 60,',
    ).concat(
      without(`${transcript}story/excerpt.ts`, 'END = 150_000', 'END = 15_000_000'),
      without(`${transcript}story/thread-story.ts`, 'MOST_WEIGHT = 600_000', 'MOST_WEIGHT = 600_000_000'),
    ),
    run: floodsOutput,
  },
  {
    threat: 'transcript-address',
    name: 'the output of the agent’s job names a page elsewhere as the transcript',
    wins: 'a page of the attacker’s, linked in a reply of the worker',
    without: without(
      'packages/core/src/session/transcript-address.ts',
      String.raw`told.startsWith(artifacts) && /^\d{1,20}$/.test(told.slice(artifacts.length))`,
      'told !== undefined',
    ),
    run: async (product) =>
      (await product.core()).transcriptAddress(
        'https://github.com/octo-org/demo/actions/runs/7',
        'https://evil.example/',
      ) !== undefined,
  },
];
