import { raw } from 'hono/html';
import markdownIt from 'markdown-it';
import type { Hosted } from '../../github/hosted.ts';
import type { Markup } from '../frame/markup.ts';
import { linkReferences, type References } from './references.ts';
import { sanitize } from './sanitize.ts';
import { taskLists } from './task-lists.ts';

/** Shows Markdown as GitHub shows a comment: HTML is let through by its rules, hidden comments are gone. */
export function renderMarkdown(hosted: Hosted, text: string): Markup {
  const parser = markdownIt({ html: true, linkify: true, breaks: true });
  // Only what begins with a scheme: GitHub leaves `greet.mjs` alone.
  parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  parser.use(taskLists);
  parser.use(linkReferences, referencesOf(hosted));
  return raw(sanitize(parser.render(text), { ...hosted.urls, home: `/${hosted.fullName}` }));
}

function referencesOf(hosted: Hosted): References {
  const home = `/${hosted.fullName}`;
  return {
    thread: (number) => {
      const thread = hosted.threads.find((one) => one.number === number && one.departure === undefined);
      return thread && `${home}/${thread.pull === undefined ? 'issues' : 'pull'}/${number}`;
    },
    person: (login) =>
      hosted.accounts.find(login) === undefined ? undefined : `${home}/people#${login.toLowerCase()}`,
  };
}
