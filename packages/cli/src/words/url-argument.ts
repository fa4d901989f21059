import { Misuse } from '../misuse.ts';

/** An address of an API, without a slash at the end. */
export function urlOf(from: string, value: string): string {
  if (/^https?:\/\//.test(value) && URL.canParse(value)) return value.replace(/\/+$/, '');
  throw new Misuse(`${from} is "${value}". Give an address such as https://api.github.com.`);
}
