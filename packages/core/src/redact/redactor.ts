import { withoutUnseen } from '../reply/hidden-characters.ts';
import { base64FormsOf, escaped, formsOf } from './secret-forms.ts';
import { beforeToken, tokenShapes } from './token-shapes.ts';

/** Stands where a secret stood. */
export const REDACTED = '[redacted]';

/** Takes secrets out of texts. It knows those of one run by value, and others by their shape. */
export interface Redactor {
  /** The text with each secret replaced; `mask` says by what. */
  text(text: string, mask?: (secret: string) => string): string;
  /**
   * The same for what Codex and its commands said, before anything is made of it. Where colours, or characters that nobody
   * sees, stand within a secret, all of them are gone: whatever shows the text would take them out, and make the secret whole.
   */
  said(text: string): string;
  /** Whether the text holds a secret of this run. What merely looks like a token may be an example in a manual. */
  holds(text: string): boolean;
  /** Finds secrets in JSON as it is written, in bytes read as latin1: a place that it does not find has none. */
  readonly inJson: RegExp;
}

/** A redactor for the secret values of a run. Values of fewer than eight characters cannot be told from words. */
export function redactor(secrets: Iterable<string>): Redactor {
  const values = [...new Set(secrets)];
  const exact = patternOf(values, (form) => form);
  const any = union([exact, shapes]);
  // Made once: a transcript has a hundred thousand texts.
  const all = new RegExp(any, 'g');
  const own = new RegExp(exact);
  const clean = (text: string, mask: (secret: string) => string = () => REDACTED): string => text.replaceAll(all, mask);
  return {
    text: clean,
    said: (text) => {
      const known = clean(text);
      const bare = withoutUnseen(known);
      const safe = clean(bare);
      return safe === bare ? known : safe;
    },
    holds: (text) => exact !== '' && own.test(text),
    inJson: new RegExp(union([patternOf(values, (form) => latin1(escaped(form))), shapes]), 'g'),
  };
}

const shapes = `${beforeToken}(?:${tokenShapes.join('|')})`;

function patternOf(values: readonly string[], write: (form: string) => string): string {
  // Longest first, or a secret inside another would leave the rest of the longer one readable.
  const plain = [...new Set(values.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const encoded = [...new Set(values.flatMap(base64FormsOf))].sort((a, b) => b.length - a.length);
  return union([...plain.map((form) => begun(write(form))), ...encoded.map(wrapped)]);
}

const union = (patterns: readonly string[]): string => patterns.filter((pattern) => pattern !== '').join('|');
const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);

/**
 * Markdown writes a backslash before signs, some JSON before slashes; within JSON it is two, and four within that. One before
 * the first tells nothing, and a pattern that may begin with it takes five times as long.
 */
const escapable = (text: string): string =>
  text.replaceAll(/[!-/:-@[-`{-~]/g, (sign, at: number) =>
    at === 0 || sign === '\\' ? literal(sign) : `\\\\{0,4}\\${sign}`,
  );

/** By so many characters a secret is known. A pattern of all that a login has would take seconds to make. */
const KNOWN_BY = 64;

/** A long form is known by how it begins; what follows, up to its length, goes with it. */
function begun(form: string): string {
  if (form.length <= 4 * KNOWN_BY) return escapable(form);
  return `${escapable(form.slice(0, KNOWN_BY))}[\\w%+/=.~-]{0,${form.length - KNOWN_BY}}`;
}

/** Programs break base64 into lines; JSON writes a line end as a backslash and a letter. */
const between = String.raw`(?:\s|\\[nr])*`;

function wrapped(encoded: string): string {
  const first = [...encoded.slice(0, KNOWN_BY)].map(literal).join(between);
  const rest = encoded.length - KNOWN_BY;
  return rest <= 0 ? first : `${first}(?:${between}[\\w+/-]){0,${rest}}`;
}

const latin1 = (text: string): string => Buffer.from(text).toString('latin1');
