import { ask } from '../../ask.ts';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'secret-in-words';
const forms = 'packages/core/src/redact/secret-forms.ts';
const redactorFile = 'packages/core/src/redact/redactor.ts';
const key = 'sk/own+key-0123456789abcdef';

const reply = { requestId: 'issue-12', author: 'alice', outcome: 'answered', text: 'Done.' } as const;

/** Whether a reply that says this is stored with it. */
const isSaid = (said: string) => isStored({ text: `Here: ${said}` }, said);

/** Whether a reply is stored with the end of what a command of its turn wrote. */
const isWritten = (output: string, end: string) => {
  const failedCommands = { count: 1, last: [{ command: 'npm test', exitCode: 1, output }] };
  return isStored({ turn: { seconds: 1, tokens: 1, failedCommands } }, end);
};

const isStored = (rest: object, said: string) => async (product: Product) => {
  const [stored] = await storedReplies(product, rest);
  // As JSON writes its line ends.
  return JSON.stringify(stored).includes(JSON.stringify(said).slice(1, -1));
};

/** The replies of a run as they are stored. */
async function storedReplies(product: Product, rest: object) {
  const { redactDrained, redactor, newLedger } = await product.core();
  const drained = {
    ledger: newLedger('issue-12', '2026-03-01T10:00:00Z', 'workspace-write'),
    replies: [{ ...reply, ...rest }],
    answered: [],
    outcome: 'answered',
    failure: undefined,
    openNow: false,
    takenBack: { commits: [], carried: false },
  } as const;
  return redactDrained(drained, [], redactor([key])).replies;
}

/** Whether the key is whole in what people read of a reply that says this. */
const isRead = (said: string) => async (product: Product) => {
  const { defuse } = await product.load<{ defuse(text: string, rules: object): string }>(
    'packages/core/src/reply/defuse.ts',
  );
  const [stored] = await storedReplies(product, { text: `Here: ${said}` });
  return defuse(stored?.text ?? '', { people: [], links: 'all', host: 'github.com' }).includes(key);
};

/** Whether it is in what people read of a command that failed. */
const isReadBelow = (output: string) => async (product: Product) => {
  const { renderFacts } = await product.load<{ renderFacts(facts: object): string }>(
    'packages/core/src/reply/render-facts.ts',
  );
  const failedCommands = { count: 1, last: [{ command: 'npm test', exitCode: 1, output }] };
  const [stored] = await storedReplies(product, { turn: { seconds: 1, tokens: 1, failedCommands } });
  return renderFacts({ turn: stored?.turn, files: [], pushed: true, links: [] }).includes(key);
};

const logIsWhole = {
  file: 'actions/codex-run/src/prepare-agent.ts',
  find: 'runRedactor().said(text.',
  replace: '(text.',
};
/** Whether the key is in the facts below a reply, where a transcript has it as the name of the model. */
const isNamed = (said: string) => isStored({ turn: { seconds: 1, tokens: 1, model: said } }, said);

const looksApart = [{ file: redactorFile, find: 'const safe = clean(bare);', replace: 'const safe = bare;' }];

const base64 = Buffer.from(`Authorization: ${key}`).toString('base64');
const token = `ghp_${'aB3'.repeat(12)}`;

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a reply repeats the API key',
    wins: 'the key, for whoever can read the thread',
    without: [
      {
        file: 'packages/core/src/redact/redact-drained.ts',
        find: 'withNotes(redactor.said(reply.text), ',
        replace: 'withNotes(reply.text, ',
      },
    ],
    run: isSaid(key),
  },
  {
    threat,
    name: 'a reply repeats the API key in base64, in the middle of something longer',
    wins: 'the key, for whoever can read the thread and decode it',
    without: [{ file: redactorFile, find: ', ...encoded.map(wrapped)]', replace: ']' }],
    run: isSaid(base64),
  },
  {
    threat,
    name: 'a reply repeats the API key in base64 that is broken into lines',
    wins: 'the key, for whoever can read the thread and decode it',
    without: [{ file: redactorFile, find: 'String.raw`(?:\\s|\\\\[nr])*`', replace: "''" }],
    run: isSaid(base64.replaceAll(/.{12}/g, '$&\n')),
  },
  {
    threat,
    name: 'a reply repeats the API key as an address or a hex dump writes it',
    wins: 'the key, for whoever can read the thread and decode it',
    without: [
      { file: forms, find: '...[url, url.', replace: '...[url.' },
      { file: forms, find: '...[hex, hex.toUpperCase()]', replace: '...[]' },
    ],
    run: async (product) =>
      (await isSaid(encodeURIComponent(key))(product)) || (await isSaid(Buffer.from(key).toString('hex'))(product)),
  },
  {
    threat,
    name: 'a reply repeats the API key with the backslashes that Markdown takes out again',
    wins: 'the key, for whoever can read the thread',
    without: [{ file: redactorFile, find: 'return escapable(form);', replace: 'return literal(form);' }],
    run: isSaid(key.replaceAll(/\W/g, '\\$&')),
  },
  {
    threat,
    name: 'a command asks for a host that is named like the API key, and the reply tells that it was refused',
    wins: 'the key but for its capitals, for whoever can read the thread',
    without: [{ file: forms, find: 'value.toLowerCase(),', replace: '' }],
    run: async (product) => {
      const { refusedHosts } = await product.load<typeof import('../../../../../codex/src/process/refused-hosts.ts')>(
        'packages/codex/src/process/refused-hosts.ts',
      );
      const hosts = refusedHosts();
      const asked = 'Name-Of-The-KEY-0123456789';
      hosts.note(
        ` codex_otel.network_proxy: network.policy.decision="deny" server.address="${asked}.evil.example" server.port=443 `,
      );
      const { texts, redactor } = await product.core();
      return redactor([asked]).said(texts.hostsRefused(hosts.names)).includes(asked.toLowerCase());
    },
  },
  {
    threat,
    name: 'a reply repeats a token that the worker never knew',
    wins: "somebody's token that lay on the machine",
    without: [{ file: redactorFile, find: 'const any = union([exact, shapes]);', replace: 'const any = exact;' }],
    run: isSaid(token),
  },
  {
    threat,
    name: 'a command that fails repeats the API key, and what it wrote is folded below the reply',
    wins: 'the key, for whoever can read the thread',
    without: [
      {
        file: 'packages/core/src/redact/redact-drained.ts',
        find: 'output: redactor.said(output),',
        replace: 'output,',
      },
    ],
    run: isWritten(`Error: ${key} is refused`, key),
  },
  {
    threat,
    name: 'a command that fails repeats the API key where its output is cut',
    wins: 'most of the key, for whoever can read the thread',
    without: [
      {
        file: 'packages/core/src/redact/redact-drained.ts',
        find: 'const safe = last.map(',
        replace: 'const safe = shownCommands({ count, last }).last.map(',
      },
    ],
    run: isWritten(`${'x'.repeat(190)} ${key}`, key.slice(0, 8)),
  },
  {
    threat,
    name: 'a reply repeats the API key with characters between its letters that nobody sees, which no reply keeps',
    wins: 'the key, for whoever can read the thread',
    without: looksApart,
    run: isRead([...key].join('\u200b')),
  },
  {
    threat,
    name: 'a command that fails shows the API key with a colour in its middle, which no reply keeps',
    wins: 'the key, for whoever can read the thread',
    without: looksApart,
    run: isReadBelow(`\u001b[31m${key.slice(0, 9)}\u001b[0m${key.slice(9)}`),
  },
  {
    threat,
    name: 'a command without a sandbox writes the API key into the transcript, as the name of the model',
    wins: 'the key, for whoever can read the thread',
    without: [
      { file: 'packages/core/src/redact/redact-drained.ts', find: 'model: redactor.said(model)', replace: 'model' },
    ],
    run: isNamed(key),
  },
  {
    threat,
    name: 'a command prints a token into the log of the run',
    wins: "somebody's token, for whoever can read logs",
    without: [
      {
        file: 'packages/github/src/runner/untrusted-log.ts',
        find: 'write(`${redacted(text)}\\n`)',
        replace: 'write(`${text}\\n`)',
      },
      logIsWhole,
    ],
    run: async (product) => {
      const { run } = await ask(await product.scene(), 'Print', `shell printf 'x%s\\n' 'y ${token}'`);
      if (!run.log.includes('xy ')) throw new Error(`The command never ran:\n${run.log}`);
      return run.log.includes(`xy ${token}`);
    },
  },
  {
    threat,
    name: 'a command prints a token into the log of the run where its line is cut',
    wins: 'most of a token, too short to be found, for whoever can read logs',
    without: [logIsWhole],
    run: async (product) => {
      const { run } = await ask(await product.scene(), 'Print', `shell printf '%0480d %s\\n' 0 ${token}`);
      if (!run.log.includes('0'.repeat(480))) throw new Error(`The command never ran:\n${run.log}`);
      return run.log.includes(`0 ${token.slice(0, 12)}`);
    },
  },
];
