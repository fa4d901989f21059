type Joined<Parts extends readonly object[]> = Parts extends readonly [infer First, ...infer Rest extends object[]]
  ? First & Joined<Rest>
  : unknown;

/** Several objects as one. Unlike a spread, it asks a getter only when somebody wants what it gives. */
export function joined<const Parts extends readonly object[]>(...parts: Parts): Joined<Parts> {
  const all = parts.map((part) => Object.getOwnPropertyDescriptors(part));
  return Object.defineProperties({}, Object.assign({}, ...all)) as Joined<Parts>;
}
