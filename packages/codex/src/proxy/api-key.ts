import { Failure } from '@codex-worker/core';

/** Throws unless the text can be an API key: the proxy takes these characters only. The key is never shown. */
export function assertKey(key: string): void {
  if (key === '') throw new Failure('api-key-missing', { what: noWayIn, fix: addKey });
  if (/^[A-Za-z0-9_-]+$/.test(key)) return;
  throw new Failure('auth', { what: `The input \`openai-api-key\` ${whatIsWrong(key)}.`, fix: replaceKey });
}

const noWayIn =
  'No way in to OpenAI is given: `openai-api-key`, `auth-json`, `access-token` and `identity-provider-id` are empty.';
const addKey =
  'Add the secret `OPENAI_API_KEY` to the repository and pass it to the workflow by name, or choose another way of docs/keys.md.';
const replaceKey = 'Store the secret `OPENAI_API_KEY` again, with nothing but the key in it.';

function whatIsWrong(key: string): string {
  if (key.trim() !== key) return 'begins or ends with white space';
  return `has ${key.length} characters, some of which no key of OpenAI has`;
}
