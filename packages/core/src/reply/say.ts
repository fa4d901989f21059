import { english, type TextKey } from './english.ts';

/** Sentences of a team's own, in the place of the English ones. */
export type OwnTexts = { readonly [key in TextKey]?: string };

type PlacesOf<Text extends string> = Text extends `${string}{${infer Place}}${infer Rest}`
  ? Place | PlacesOf<Rest>
  : never;

type Places<Key extends TextKey> = { readonly [place in PlacesOf<(typeof english)[Key]>]: string | number };

/** What has to be known to say a sentence: nothing, where nothing is filled in. */
type Filling<Key extends TextKey> = [PlacesOf<(typeof english)[Key]>] extends [never] ? [] : [places: Places<Key>];

const PLACE = /\{(\w+)\}/g;

/** The places of a sentence that are filled in. */
export const placesIn = (text: string): readonly string[] =>
  [...text.matchAll(PLACE)].flatMap(([, place]) => place ?? []);

/** Chosen once, before anything is said, by whoever begins the program. */
let spoken: OwnTexts = {};

/** From here on, these sentences are said in the place of the English ones. */
export function speak(own: OwnTexts): void {
  spoken = own;
}

/** A sentence with its places filled. What is filled in is text: braces in it mean nothing. */
export function say<Key extends TextKey>(key: Key, ...[places]: Filling<Key>): string {
  const values = new Map<string, unknown>(Object.entries(places ?? {}));
  const text: string = spoken[key] ?? english[key];
  return text.replace(PLACE, (whole, place: string) => String(values.get(place) ?? whole));
}
