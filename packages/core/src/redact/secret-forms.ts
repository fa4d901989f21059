/** A shorter value would be found inside ordinary words. Keys and tokens are longer by far. */
const SHORTEST = 8;

/** The ways in which a secret stands in a text: as it is, line by line, and as JSON, addresses, base64 and hex write it. */
export function formsOf(secret: string): readonly string[] {
  return partsOf(secret).flatMap(writtenForms);
}

function partsOf(secret: string): readonly string[] {
  const parts = new Set([
    secret,
    secret.trim(),
    ...secret.split(/[\r\n]+/).map((line) => line.trim()),
    ...quotedIn(secret),
  ]);
  return [...parts].filter(({ length }) => length >= SHORTEST);
}

/** What a log must not show of a secret: the whole, its lines, and what base64 makes of it. */
export function masksOf(secret: string): readonly string[] {
  return [...new Set([secret, ...partsOf(secret).filter((part) => part !== secret), ...base64FormsOf(secret)])];
}

/** How base64 writes a secret inside a longer text: one form for each place that it can have in a group of three bytes. */
export function base64FormsOf(secret: string): readonly string[] {
  return [...new Set([secret, secret.trim(), ...quotedIn(secret)])]
    .filter(({ length }) => length >= SHORTEST)
    .flatMap(encodedForms);
}

function writtenForms(value: string): readonly string[] {
  const json = escaped(value);
  const url = encodeURIComponent(value.toWellFormed());
  const hex = Buffer.from(value).toString('hex');
  return [
    value,
    ...[json, escaped(json)],
    ...[url, url.replaceAll(/%../g, (code) => code.toLowerCase()), url.replaceAll('%20', '+')],
    ...[hex, hex.toUpperCase()],
  ];
}

/** A login in JSON holds several secrets. Short texts in it are names and kinds. */
function quotedIn(secret: string): readonly string[] {
  return secret.includes('{') ? [...secret.matchAll(/"([^"\\]{16,})"/g)].flatMap(([, text = '']) => text) : [];
}

/** Within the quotes of a JSON text. */
export function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function encodedForms(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap((shift) => {
    const encoded = bytes.subarray(shift).toString('base64').replace(/=+$/, '');
    // The last character mixes with what follows the secret.
    const stable = (bytes.length - shift) % 3 === 0 ? encoded : encoded.slice(0, -1);
    return stable.length < SHORTEST ? [] : [stable, stable.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
