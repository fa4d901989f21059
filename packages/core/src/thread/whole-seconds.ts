/** A time as GitHub writes it: ISO 8601, in whole seconds. */
export function wholeSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
