import type { Context, Hono } from 'hono';
import type { Thread } from '../../github/thread.ts';
import type { Call } from '../ask/ask.ts';
import { carryOut, type Errand, type Form, readForm } from '../ask/forms.ts';
import { absent, foreignForm } from '../frame/absent.ts';
import type { PageEnv, Visit } from '../site.ts';
import { threadAt, threadPath } from './thread-of.ts';

/** What can be done with threads and comments. Each form is one call to the API. */
export function threadForms(pages: Hono<PageEnv>): void {
  pages.post('/issues', async (c) => {
    const form = await readForm(c);
    if (form === undefined) return foreignForm(c);
    const { home } = c.var.visit.site;
    return carryOut(c, form, {
      call: {
        method: 'POST',
        path: '/issues',
        fields: { title: form.get('title') ?? '', body: form.get('body') ?? '', labels: listed(form.get('labels')) },
      },
      back: `${home}/issues/new`,
      to: ({ number }) => `${home}/issues/${number}`,
    });
  });

  onThread(pages, '/comments', (form, { number }, page) => ({
    call: comment(form, number),
    back: `${page}#comment-form`,
    to: ({ id }) => `${page}#issuecomment-${id}`,
  }));
  onThread(pages, '/title', (form, { number }, page) => ({
    call: { method: 'PATCH', path: `/issues/${number}`, fields: { title: form.get('title') ?? '' } },
    back: page,
  }));
  onThread(pages, '', (form, { number }, page) => ({
    call: { method: 'PATCH', path: `/issues/${number}`, fields: { body: form.get('body') ?? '' } },
    back: page,
  }));
  onThread(pages, '/state', (form, { number }, page) => ({
    // As on GitHub, what was typed is said before.
    first: form.get('body')?.trim() ? comment(form, number) : undefined,
    call: { method: 'PATCH', path: `/issues/${number}`, fields: { state: form.get('state') ?? '' } },
    back: page,
  }));
  onThread(pages, '/labels', (form, { number }, page) => ({
    call: { method: 'PUT', path: `/issues/${number}/labels`, fields: { labels: listed(form.get('labels')) } },
    back: page,
  }));
  onThread(pages, '/lock', (form, { number }, page) => ({
    call: { method: form.get('locked') === 'yes' ? 'PUT' : 'DELETE', path: `/issues/${number}/lock` },
    back: page,
  }));
  onThread(pages, '/reactions', (form, thread, page, visit) => ({
    call: toggled(visit, `/issues/${thread.number}/reactions`, thread.reactions, form),
    back: page,
  }));
  commentForms(pages, 'comments', 'issues');
  commentForms(pages, 'review-comments', 'pulls');
}

function comment(form: Form, number: number): Call {
  return { method: 'POST', path: `/issues/${number}/comments`, fields: { body: form.get('body') ?? '' } };
}

type Write = (form: Form, thread: Thread, page: string, visit: Visit) => Errand;

/** A form of a thread, below `/threads/<number>`. */
export function onThread(pages: Hono<PageEnv>, path: string, errand: Write): void {
  pages.post(`/threads/:number{[0-9]+}${path}`, (c) => threadErrand(c, errand));
}

/** Carries out a form of the thread that the address names. */
export async function threadErrand(c: Context<PageEnv>, errand: Write): Promise<Response> {
  const { visit } = c.var;
  const form = await readForm(c);
  if (form === undefined) return foreignForm(c);
  const thread = threadAt(visit.site.hosted, Number(c.req.param('number')));
  if (thread === undefined) return absent(c);
  return carryOut(c, form, errand(form, thread, threadPath(visit.site.hosted, thread), visit));
}

/** Editing, deleting and reacting to comments of either kind. */
function commentForms(pages: Hono<PageEnv>, at: 'comments' | 'review-comments', api: 'issues' | 'pulls'): void {
  const anchor = api === 'issues' ? 'issuecomment-' : 'discussion_r';
  const on = (path: string, errand: (form: Form, id: number, visit: Visit) => Errand['call']) =>
    pages.post(`/${at}/:id{[0-9]+}${path}`, async (c) => {
      const { visit } = c.var;
      const form = await readForm(c);
      if (form === undefined) return foreignForm(c);
      const id = Number(c.req.param('id'));
      const { hosted } = visit.site;
      const comment = (api === 'issues' ? hosted.comments : hosted.reviewComments).find((one) => one.id === id);
      const thread = comment && threadAt(hosted, comment.thread);
      if (thread === undefined) return absent(c, 'This comment was deleted.');
      const page = threadPath(hosted, thread);
      return carryOut(c, form, {
        call: errand(form, id, visit),
        back: path === '/delete' ? page : `${page}#${anchor}${id}`,
      });
    });
  on('', (form, id) => ({ method: 'PATCH', path: `/${api}/comments/${id}`, fields: { body: form.get('body') ?? '' } }));
  on('/delete', (_, id) => ({ method: 'DELETE', path: `/${api}/comments/${id}` }));
  on('/reactions', (form, id, visit) => {
    const { hosted } = visit.site;
    const comment = (api === 'issues' ? hosted.comments : hosted.reviewComments).find((one) => one.id === id);
    return toggled(visit, `/${api}/comments/${id}/reactions`, comment?.reactions ?? [], form);
  });
}

/** Reacts, or takes the viewer's own reaction back. */
function toggled({ viewer }: Visit, path: string, reactions: Thread['reactions'], form: Form): Errand['call'] {
  const content = form.get('content') ?? '';
  const own = reactions.find((one) => one.content === content && one.author === viewer.login);
  return own === undefined
    ? { method: 'POST', path, fields: { content } }
    : { method: 'DELETE', path: `${path}/${own.id}` };
}

function listed(text = ''): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
