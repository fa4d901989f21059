/** Hides secrets in a job's log, as the runner does. */
export interface Masks {
  add(secret: string): void;
  hide(text: string): string;
  /** Whether a text holds something that `hide` would take out. */
  reveals(text: string): boolean;
}

/** Masks for one job. */
export function createMasks(secrets: Iterable<string>): Masks {
  const hidden = new Set<string>();
  const masks: Masks = {
    add(secret) {
      // Each line of its own: a secret printed line by line must not slip through.
      for (const part of [secret, ...secret.split(/\r?\n/)]) {
        for (const form of formsOf(part.trim())) hidden.add(form);
      }
    },
    hide(text) {
      // Longest first, or a secret inside another would leave the rest of the longer one readable.
      return [...hidden]
        .sort((a, b) => b.length - a.length)
        .reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
    },
    reveals(text) {
      return [...hidden].some((secret) => text.includes(secret));
    },
  };
  for (const secret of secrets) masks.add(secret);
  return masks;
}

/** A secret and the base64 forms that it takes inside a longer text, one for each alignment. */
function formsOf(secret: string): readonly string[] {
  if (secret === '') return [];
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].flatMap((shift) => {
    const encoded = bytes.subarray(shift).toString('base64').replace(/=+$/, '');
    // The last character mixes with what follows the secret.
    const stable = (bytes.length - shift) % 3 === 0 ? encoded : encoded.slice(0, -1);
    return stable.length >= 8 ? [stable] : [];
  });
  return [secret, bytes.toString('base64'), ...shifted];
}
