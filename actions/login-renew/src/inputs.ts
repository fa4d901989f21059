import { Failure } from '@codex-worker/core';
import {
  type App,
  type InputReader,
  oldSessionKeyInput,
  parseApp,
  readInputs,
  sessionKeyInput,
} from '@codex-worker/github';

export type LoginInputs = ReturnType<typeof readLoginInputs>;

/** Where the renewed login is stored: nobody but an App may write secrets. */
export type Storing =
  | { readonly kind: 'secret'; readonly name: string; readonly app: App }
  /** Opened with any of the keys, sealed with the first. */
  | { readonly kind: 'artifact'; readonly sessionKey: string; readonly oldSessionKey: string | undefined };

export function readLoginInputs() {
  return readInputs((input) => ({
    login: input.requiredSecret('auth-json'),
    storing: storingInput(input),
    token: input.requiredSecret('github-token'),
    codexVersion: input.required('codex-version'),
    registry: input.optional('registry'),
    force: input.flag('force'),
  }));
}

function storingInput(input: InputReader): Storing {
  switch (input.oneOf('store', ['secret', 'artifact'])) {
    case 'secret':
      return { kind: 'secret', name: input.parsed('secret-name', secretName), app: knownApp(input) };
    case 'artifact': {
      const sessionKey = sessionKeyInput(input);
      const oldSessionKey = oldSessionKeyInput(input, sessionKey);
      return { kind: 'artifact', sessionKey: input.parsed('session-key', () => sessionKey ?? noKey()), oldSessionKey };
    }
  }
}

function knownApp(input: InputReader): App {
  const privateKey = input.requiredSecret('app-private-key');
  return input.parsed('app-id', (id) => parseApp(id, privateKey) ?? noApp());
}

function noApp(): never {
  throw new Failure('input-invalid', { what: 'The input "app-id" is not given.', fix: 'Set the input "app-id".' });
}

function noKey(): never {
  throw new Failure('input-invalid', {
    what: 'The input "store" is artifact, and "session-key" is not given.',
    fix: 'Pass the secret SESSION_KEY, the one that sessions are sealed with.',
  });
}

function secretName(text: string): string {
  if (/^[A-Z_][A-Z0-9_]*$/i.test(text)) return text.toUpperCase();
  throw new Failure('input-invalid', {
    what: `The input "secret-name" is "${text}".`,
    fix: 'Write the name of the secret that holds the login, such as AUTH_JSON.',
  });
}
