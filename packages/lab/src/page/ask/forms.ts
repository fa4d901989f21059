import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Markup } from '../frame/markup.ts';
import type { PageEnv, Site, Visit } from '../site.ts';
import { type Answer, ask, type Call } from './ask.ts';

/** The name of the field that proves that a form is of this page. */
const tokenField = 'form-token';

/** What every form holds. */
export function formProof({ site }: Visit): Markup {
  return html`<input type="hidden" name="${tokenField}" value="${site.formToken}">`;
}

/** The fields of a form that was sent. */
export type Form = ReadonlyMap<string, string>;

/** Reads a form; undefined where it is not one of this page. */
export async function readForm(c: Context<PageEnv>): Promise<Form | undefined> {
  const fields = new Map<string, string>();
  const data = await c.req.formData().catch(() => undefined);
  for (const [name, value] of data ?? [])
    if (typeof value === 'string') fields.set(name, value.replaceAll('\r\n', '\n'));
  if (!isOurs(c.var.visit.site, fields.get(tokenField) ?? '')) return undefined;
  const links = await attached(c.var.visit.site, data?.getAll('files') ?? []);
  if (links.length > 0) fields.set('body', [fields.get('body') ?? '', ...links].join('\n\n').trim());
  return fields;
}

/** Keeps files as GitHub's editor does when one drops them into a text; answers what it writes there. */
function attached({ hosted }: Site, files: readonly (File | string)[]): Promise<readonly string[]> {
  const chosen = files.filter((file) => typeof file !== 'string' && file.size > 0) as readonly File[];
  return Promise.all(
    chosen.map(async (file) => hosted.attached.add(file.name, file.type, Buffer.from(await file.arrayBuffer()))),
  );
}

/** Where files are chosen that go below the text. */
export function fileField(id: string): Markup {
  return html`<p class="files"><label for="${id}">Attach pictures or files</label><input id="${id}" type="file" name="files" multiple></p>`;
}

function isOurs({ formToken }: Site, given: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(formToken)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** What a form asks of the API, and where the browser goes then. */
export interface Errand {
  readonly call: Call;
  /** What is asked before, and must not be refused. */
  readonly first?: Call | undefined;
  /** The page that the form is on. */
  readonly back: string;
  /** Where to go when it is done; the page itself otherwise. */
  readonly to?: (answer: Extract<Answer, { kind: 'done' }>['body']) => string;
  /** What to say when it is done. */
  readonly said?: string;
}

/** Carries out what a form asks for. What the API refuses is told on the form's page, with what was typed. */
export async function carryOut(c: Context<PageEnv>, form: Form, errand: Errand): Promise<Response> {
  const { visit } = c.var;
  const before = errand.first === undefined ? undefined : await ask(visit, errand.first);
  const answer = before?.kind === 'refused' ? before : await ask(visit, errand.call);
  switch (answer.kind) {
    case 'done': {
      const to = errand.to?.(answer.body) ?? errand.back;
      if (errand.said === undefined) return c.redirect(to, 303);
      return c.redirect(
        withNote(to, visit.site.notes.keep({ kind: 'done', message: errand.said, typed: new Map() })),
        303,
      );
    }
    case 'refused':
      return c.redirect(
        withNote(errand.back, visit.site.notes.keep({ kind: 'refused', message: answer.message, typed: form })),
        303,
      );
  }
}

function withNote(to: string, note: string): string {
  const [path = '', anchor] = to.split('#');
  return `${path}${path.includes('?') ? '&' : '?'}note=${note}${anchor === undefined ? '' : `#${anchor}`}`;
}
