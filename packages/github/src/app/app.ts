import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Failure } from '@codex-worker/core';

/** A GitHub App that can show who it is. */
export interface App {
  /** Its id or its client id. */
  readonly id: string;
  /** As PKCS#8, in PEM. */
  readonly privateKey: string;
}

/** Reads an App's id and private key; undefined where neither is given. No message repeats the key. */
export function parseApp(id: string, privateKey: string | undefined): App | undefined {
  if (id === '' && privateKey === undefined) return undefined;
  if (id === '') {
    throw new Failure('input-invalid', {
      what: 'The private key of an App is given, and the App is not.',
      fix: 'Set the input "app-id" (in codex-worker.yml "publish-app-id"), or give no key.',
    });
  }
  if (!/^(?:\d+|Iv[\w.]+)$/.test(id)) {
    throw new Failure('input-invalid', {
      // Who mistakes one for the other gives the key here.
      what: /^[\w.-]{1,80}$/.test(id) ? `The input "app-id" is "${id}".` : 'The input "app-id" is no id.',
      fix: 'Write the App ID or the client ID, as the settings page of the App shows them: a number, or a text that begins with "Iv".',
    });
  }
  if (privateKey === undefined) {
    throw new Failure('input-invalid', {
      what: `The App ${id} is given without its private key.`,
      fix: 'Set the input "app-private-key"; with codex-worker.yml, pass the secret `PUBLISH_APP_KEY`.',
    });
  }
  return { id, privateKey: parseKey(id, privateKey) };
}

/** GitHub gives out PKCS#1, and WebCrypto, which signs, reads PKCS#8 alone. */
function parseKey(id: string, text: string): string {
  // Who keeps a secret in a file of variables writes its line ends so.
  const pem = text.replaceAll('\\n', '\n');
  if (!pem.includes('-----BEGIN')) throw badKey(`The private key of the App ${id} is no PEM text.`);
  const key = readKey(id, pem);
  if (key.asymmetricKeyType !== 'rsa') {
    throw badKey(
      `The private key of the App ${id} is of the kind ${key.asymmetricKeyType}, and those of Apps are RSA.`,
    );
  }
  return String(key.export({ type: 'pkcs8', format: 'pem' }));
}

function readKey(id: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // No cause: it might be shown, and nobody can say what of the key it repeats.
    throw badKey(`The private key of the App ${id} cannot be read: it is cut off, encrypted, or no private key.`);
  }
}

function badKey(what: string): Failure {
  return new Failure('input-invalid', {
    what,
    fix: 'Store the .pem file that GitHub gave you whole, from its line BEGIN to its line END with the line ends between them, as the secret that is passed as "app-private-key" (`PUBLISH_APP_KEY`).',
  });
}
