/** What a status of OpenAI is where it says nothing of who asks, and may be another one soon; undefined for all others. */
export function notNow(status: number): 'rate-limit' | 'server-error' | undefined {
  if (status === 429) return 'rate-limit';
  return status >= 500 ? 'server-error' : undefined;
}
