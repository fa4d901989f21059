import { expect, test } from 'vitest';
import { keyHeaders } from './key-headers.ts';

const servers = [
  { what: 'OpenAI', url: 'https://api.openai.com/v1/responses', headers: {} },
  { what: "Azure's v1 address", url: 'https://octo.openai.azure.com/openai/v1/responses', headers: {} },
  {
    what: "Azure's address with a version",
    url: 'https://octo.openai.azure.com/openai/responses?api-version=2025-04-01-preview',
    headers: { 'api-key': 'abc123', authorization: undefined },
  },
  { what: 'a host that only ends alike', url: 'https://notazure.com/openai/responses', headers: {} },
];
test.each(servers)('$what gets the key where it looks for it', ({ url, headers }) => {
  expect(keyHeaders(url, 'abc123')).toEqual(headers);
});
