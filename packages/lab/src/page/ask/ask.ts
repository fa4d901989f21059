import type { Visit } from '../site.ts';

/** A request to the API, below the repository. */
export interface Call {
  readonly method: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly fields?: object;
}

/** What the API said. */
export type Answer =
  | { readonly kind: 'done'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refused'; readonly message: string };

/** Asks the API as the viewer, so that everything has the checks and the events that it has for anybody. */
export async function ask({ site, viewer }: Visit, { method, path, fields }: Call): Promise<Answer> {
  const { hosted, rest } = site;
  const response = await rest.fetch(
    new Request(`${new URL(hosted.urls.api).origin}/repos/${hosted.fullName}${path}`, {
      method,
      headers: { authorization: `token ${site.tokenFor(viewer.login)}`, 'content-type': 'application/json' },
      ...(fields === undefined ? {} : { body: JSON.stringify(fields) }),
    }),
  );
  const text = await response.text();
  const body = text === '' ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
  if (response.ok) return { kind: 'done', body };
  return { kind: 'refused', message: `${viewer.login} may not, or cannot: ${reason(body)} (${response.status}).` };
}

/** GitHub's message with the complaints that come with it. */
function reason(body: Readonly<Record<string, unknown>>): string {
  const errors = Array.isArray(body['errors']) ? body['errors'] : [];
  const told = errors.map((error: unknown) => {
    const { message, field, code } = Object(error) as Record<string, unknown>;
    return typeof error === 'string' ? error : String(message ?? `${field}: ${code}`);
  });
  return [String(body['message'] ?? 'no reason was given').replace(/\.$/, ''), ...told].join('; ');
}
