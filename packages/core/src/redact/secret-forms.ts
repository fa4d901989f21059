/** A shorter value would be found inside ordinary words. Keys and tokens are longer by far. */
const SHORTEST = 8;

/** The ways in which a secret stands in a text: as it is, line by line, and as names of hosts, JSON, addresses, base64 and hex write it. */
export function formsOf(secret: string): readonly string[] {
  return partsOf(secret).flatMap(writtenForms);
}

/** The whole and its lines. A login in JSON is a secret for the tokens in it. */
function partsOf(secret: string): readonly string[] {
  const quoted = quotedIn(secret);
  const wholes = quoted.length > 0 ? quoted : [secret, secret.trim()];
  const lines = secret.split(/[\r\n]+/).map((line) => line.trim());
  const isFormat = (line: string): boolean => quoted.length > 0 && OF_FORMAT.test(line);
  const others = lines.filter((line) => !isFormat(line) && !quoted.some((text) => line.includes(text)));
  return [...new Set([...wholes, ...others])].filter(({ length }) => length >= SHORTEST);
}

/** A line of JSON that names something and holds no secret: many files have `"tokens": {` in them. */
const OF_FORMAT = /^"[^"\\]*"\s*:\s*(?:"[^"\\]{0,15}"|null|true|false|[[{])?[\s\]}]*,?$/;

/**
 * What a log must not show of a secret: its lines, and what base64 makes of it. Of several lines the runner would mask
 * each, down to a lone bracket, so that these are named one by one.
 */
export function masksOf(secret: string): readonly string[] {
  const parts = [secret, ...partsOf(secret)].filter((part) => !/[\r\n]/.test(part));
  return [...new Set([...parts, ...base64FormsOf(secret)])];
}

/** How base64 writes a secret inside a longer text: one form for each place that it can have in a group of three bytes. */
export function base64FormsOf(secret: string): readonly string[] {
  const quoted = quotedIn(secret);
  const wholes = quoted.length > 0 ? quoted : [secret, secret.trim()];
  return [...new Set(wholes)].filter(({ length }) => length >= SHORTEST).flatMap(encodedForms);
}

function writtenForms(value: string): readonly string[] {
  const json = escaped(value);
  const url = encodeURIComponent(value.toWellFormed());
  const hex = Buffer.from(value).toString('hex');
  return [
    value,
    // Names of hosts have no capitals, and the reply tells which were refused.
    value.toLowerCase(),
    ...[json, escaped(json)],
    ...[url, url.replaceAll(/%../g, (code) => code.toLowerCase()), url.replaceAll('%20', '+')],
    ...[hex, hex.toUpperCase()],
  ];
}

/** What stands in quotes in JSON. Short texts in it are names and kinds. */
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
