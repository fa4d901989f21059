type Ask = (url: string, init: RequestInit) => Promise<Response>;

/** What of a call's settings says how it is made. */
interface RequestSettings {
  readonly fetch?: unknown;
  readonly [name: string]: unknown;
}

/**
 * A transferred issue answers 301: following it would turn the call into a GET of somewhere else. A renamed repository
 * answers 307, which keeps the call as it is: that is followed, on the same host.
 */
export function stayWithThread(settings: RequestSettings): void {
  // Another attempt has it already.
  if (settings['redirect'] === 'manual') return;
  const ask = (settings.fetch ?? fetch) as Ask;
  const follow: Ask = async (url, init) => {
    const answer = await ask(url, init);
    const location = answer.headers.get('location') ?? '';
    const keepsCall = answer.status === 307 || answer.status === 308;
    if (!keepsCall || location === '' || !URL.canParse(location, url)) return answer;
    const to = new URL(location, url);
    return to.origin === new URL(url).origin ? ask(to.href, init) : answer;
  };
  Object.assign(settings, { redirect: 'manual', fetch: follow });
}
