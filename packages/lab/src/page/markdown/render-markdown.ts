import { randomUUID } from 'node:crypto';
import { raw } from 'hono/html';
import markdownIt, { type MarkdownIt } from 'markdown-it';
import type { Hosted } from '../../github/hosted.ts';
import type { Markup } from '../frame/markup.ts';
import { bareLinks } from './bare-links.ts';
import { gantt } from './gantt.ts';
import { linkReferences, type References } from './references.ts';
import { sanitize } from './sanitize.ts';
import { taskLists } from './task-lists.ts';

/** Shows Markdown as GitHub shows a comment: HTML is let through by its rules, hidden comments are gone. */
export function renderMarkdown(hosted: Hosted, text: string): Markup {
  // A page is asked for every second, and what is said seldom changes. References depend on which threads there are.
  const kept = keptFor(hosted);
  const key = `${hosted.threads.filter(({ departure }) => departure === undefined).length}\n${text}`;
  const shown = kept.get(key) ?? render(hosted, text);
  kept.delete(key);
  kept.set(key, shown);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return raw(shown);
}

const mostKept = 1_000;
const keptTexts = new WeakMap<Hosted, Map<string, string>>();

function keptFor(hosted: Hosted): Map<string, string> {
  const kept = keptTexts.get(hosted) ?? new Map<string, string>();
  keptTexts.set(hosted, kept);
  return kept;
}

function render(hosted: Hosted, text: string): string {
  const parser = markdownIt({ html: true, linkify: true, breaks: true });
  // Only what begins with a scheme: GitHub leaves `greet.mjs` alone.
  parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  parser.use(taskLists);
  parser.use(bareLinks);
  parser.use(linkReferences, referencesOf(hosted));
  const drawn = drawCharts(parser);
  const shown = sanitize(parser.render(text), { ...hosted.urls, home: `/${hosted.fullName}` });
  return shown.replaceAll(drawn.place, (place) => drawn.charts.get(place) ?? '');
}

/** Puts a word that nobody can guess where a chart is to be, as no drawing passes the rules for what people write. */
function drawCharts(parser: MarkdownIt): { readonly place: RegExp; readonly charts: ReadonlyMap<string, string> } {
  const secret = randomUUID();
  const charts = new Map<string, string>();
  const usual = parser.renderer.rules['fence'];
  parser.renderer.rules['fence'] = (tokens, at, options, env, self) => {
    const { info = '', content = '' } = tokens[at] ?? {};
    const chart = info.trim() === 'mermaid' ? gantt(content) : undefined;
    if (chart === undefined) return usual?.(tokens, at, options, env, self) ?? '';
    const place = `chart-${secret}-${charts.size}.`;
    charts.set(place, String(chart));
    return place;
  };
  return { place: new RegExp(`chart-${secret}-\\d+\\.`, 'g'), charts };
}

function referencesOf(hosted: Hosted): References {
  const home = `/${hosted.fullName}`;
  return {
    thread: (number) => {
      const thread = hosted.threads.find((one) => one.number === number && one.departure === undefined);
      return thread && `${home}/${thread.pull === undefined ? 'issues' : 'pull'}/${number}`;
    },
    threadAt(url) {
      const path = url.startsWith(`${hosted.urls.server}${home}/`)
        ? url.slice(hosted.urls.server.length + home.length)
        : '';
      const [, number, anchor] = /^\/(?:issues|pull)\/(\d+)(#\S+)?$/.exec(path) ?? [];
      return number === undefined ? undefined : { number: Number(number), isComment: anchor !== undefined };
    },
    person: (login) =>
      hosted.accounts.find(login) === undefined ? undefined : `${home}/people#${login.toLowerCase()}`,
  };
}
