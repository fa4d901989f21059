import { Failure } from '@codex-worker/core';
import { type App, type InputReader, parseApp, readInputs } from '@codex-worker/github';

export type LoginInputs = ReturnType<typeof readLoginInputs>;

export function readLoginInputs() {
  return readInputs((input) => ({
    login: input.requiredSecret('auth-json'),
    secretName: input.parsed('secret-name', secretName),
    app: knownApp(input),
    token: input.requiredSecret('github-token'),
    codexVersion: input.required('codex-version'),
    registry: input.optional('registry'),
    force: input.flag('force'),
  }));
}

function knownApp(input: InputReader): App {
  const privateKey = input.requiredSecret('app-private-key');
  return input.parsed('app-id', (id) => parseApp(id, privateKey) ?? noApp());
}

function noApp(): never {
  throw new Failure('input-invalid', { what: 'The input "app-id" is not given.', fix: 'Set the input "app-id".' });
}

function secretName(text: string): string {
  if (/^[A-Z_][A-Z0-9_]*$/i.test(text)) return text.toUpperCase();
  throw new Failure('input-invalid', {
    what: `The input "secret-name" is "${text}".`,
    fix: 'Write the name of the secret that holds the login, such as AUTH_JSON.',
  });
}
