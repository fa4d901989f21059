import type { LabGitHubOptions } from '../github/lab-github.ts';
import { openGitHub, type TestGitHub } from '../github/open-github.ts';
import { pageRoutes } from './page-routes.ts';

/** What came back, as far as a test reads it. */
export interface Seen {
  readonly status: number;
  readonly to: string | null;
  readonly text: string;
}

/** A local GitHub with its page, and somebody who looks at it. */
export interface TestPage extends TestGitHub {
  get(path: string, cookie?: string): Promise<Seen>;
  /** Sends a form of the page, with its token unless another is given. */
  post(path: string, fields: Readonly<Record<string, string>>, cookie?: string): Promise<Seen>;
}

/** Takes the part of somebody. */
export const as = (login: string): string => `codex-worker-lab-viewer=${login}`;

export async function openPage(options: Partial<LabGitHubOptions> = {}): Promise<TestPage> {
  const opened = await openGitHub(options);
  const { github } = opened;
  pageRoutes(github.app, github.inside);
  const home = `${github.api}/octo-org/demo`;
  const ask = async (path: string, cookie: string, more: RequestInit = {}): Promise<Seen> => {
    const headers = { accept: 'text/html', cookie, ...more.headers };
    const response = await fetch(home + path, { redirect: 'manual', ...more, headers });
    const to = response.headers.get('location');
    return { status: response.status, to: to?.replace('/octo-org/demo', '') ?? null, text: await response.text() };
  };
  const get = (path: string, cookie = '') => ask(path, cookie);
  const token = /name="form-token" value="([^"]+)"/.exec((await get('/issues', as('olivia'))).text)?.[1] ?? '';
  return {
    ...opened,
    get,
    post: (path, fields, cookie = '') =>
      ask(path, cookie, { method: 'POST', body: new URLSearchParams({ 'form-token': token, ...fields }) }),
  };
}
