import type { Network, WayIn } from '@codex-worker/codex';
import { expect, test } from 'vitest';
import { assertFits } from './way-fits.ts';

const key: WayIn = { kind: 'api-key', key: 'sk-1' };
const trust = {
  identityProviderId: 'i',
  serviceAccountId: 's',
  audience: 'a',
  requestUrl: 'https://x',
  requestToken: 't',
};
const keyless: WayIn = { kind: 'keyless', trust };
const prompt = { kind: 'prompt', prompt: 'Explain.', sandbox: 'read-only', stateDir: '/state' } as const;
const thread = { kind: 'thread', thread: { kind: 'issue', number: 12 }, stateDir: '/state' } as const;
const off: Network = { kind: 'off' };
const open: Network = { kind: 'open' };
const listed: Network = { kind: 'allow-list', hosts: ['example.com'] };

const rows = [
  { what: 'a key with network', way: key, inputs: { work: thread, sessionKeyGiven: true, network: open } },
  { what: 'no key without network', way: keyless, inputs: { work: thread, sessionKeyGiven: true, network: off } },
  { what: 'no key with some hosts', way: keyless, inputs: { work: thread, sessionKeyGiven: true, network: listed } },
  { what: 'a prompt without a session key', way: key, inputs: { work: prompt, sessionKeyGiven: false, network: off } },
];
test.each(rows)('$what goes together', ({ way, inputs }) => expect(() => assertFits(way, inputs)).not.toThrow());

const refused = [
  {
    what: 'no key with all of the network',
    way: keyless,
    inputs: { work: thread, sessionKeyGiven: true, network: open },
    code: 'input-invalid',
  },
  {
    what: 'a thread without a session key',
    way: keyless,
    inputs: { work: thread, sessionKeyGiven: false, network: off },
    code: 'session-key-missing',
  },
];
test.each(refused)('$what is $code', ({ way, inputs, code }) => {
  expect(() => assertFits(way, inputs)).toThrow(expect.objectContaining({ code }));
});
