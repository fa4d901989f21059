import { html } from 'hono/html';
import { assetUrl } from '../assets/assets.ts';
import type { Site, Visit } from '../site.ts';
import { viewerMenu } from '../viewer/viewer-menu.ts';
import { type IconName, icon } from './icons.ts';
import type { Markup } from './markup.ts';

export type Section = 'issues' | 'pulls' | 'runs' | 'queue' | 'people' | 'none';

/** A page, without what all pages have. */
export interface Page {
  readonly title: string;
  readonly section: Section;
  readonly body: Markup | readonly Markup[];
  /** What a screen reader is told when it changes. */
  readonly news?: string;
}

/** The whole document. `live` is the digest of what is shown: the browser asks again with it, and gets nothing while it stays. */
export function layout(visit: Visit, page: Page, live: Markup, digest: string): Markup {
  const { site, url } = visit;
  const again = new URLSearchParams(url.searchParams);
  again.set('seen', digest);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#f6f5f2" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#121417" media="(prefers-color-scheme: dark)">
<meta name="htmx-config" content='{"allowEval":false,"includeIndicatorStyles":false,"historyEnabled":false}'>
<title>${page.title} · ${site.hosted.fullName}</title>
<link rel="icon" href="${assetUrl('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetUrl('style.css')}">
<script src="${assetUrl('htmx.js')}" defer></script>
<script src="${assetUrl('morph.js')}" defer></script>
<script src="${assetUrl('page.js')}" defer></script>
</head>
<body hx-ext="morph">
<a class="skip" href="#main">Skip to the content</a>
<div id="lost" class="lost" role="alert" hidden>The lab does not answer any more. Start it again, then load this page anew.</div>
<div id="news" class="unseen" role="status" aria-live="polite"></div>
<div id="live" data-news="${page.news ?? ''}" hx-get="${url.pathname}?${again.toString()}" hx-trigger="every 1s" hx-select="#live" hx-swap="morph:outerHTML" hx-headers='{"Accept":"text/html"}'>${live}</div>
</body>
</html>`;
}

/** What changes while one looks: everything but the head. */
export function liveParts(visit: Visit, page: Page): Markup {
  const note = visit.site.notes.find(visit.url.searchParams.get('note'));
  return html`<header class="top">
  <div class="bar">
    <a class="brand" href="${visit.site.home}/issues">${icon('run')}<span><span class="unseen">Codex Worker’s lab: </span>${visit.site.hosted.fullName}</span></a>
    ${viewerMenu(visit)}
  </div>
  ${navigation(visit.site, page.section)}
</header>
<main id="main" tabindex="-1">
${note === undefined ? '' : html`<p class="note ${note.kind}" role="${note.kind === 'refused' ? 'alert' : 'status'}">${icon(note.kind === 'refused' ? 'warning' : 'success')}<span>${note.message}</span></p>`}
${page.body}
</main>
<footer class="foot"><p>The lab of Codex Worker: the real workflows, actions, git and Codex, against a GitHub on this machine.</p></footer>`;
}

function navigation(site: Site, section: Section): Markup {
  const { hosted, home } = site;
  const open = hosted.threads.filter((one) => one.state === 'open' && one.departure === undefined);
  const groups = hosted.engine.concurrencyGroups();
  const links: readonly (readonly [Section, string, string, IconName, number])[] = [
    ['issues', 'Issues', '/issues', 'issue', open.filter(({ pull }) => pull === undefined).length],
    ['pulls', 'Pull requests', '/pulls', 'pull', open.filter(({ pull }) => pull !== undefined).length],
    ['runs', 'Runs', '/actions', 'run', hosted.engine.runs.filter(({ status }) => status !== 'completed').length],
    ['queue', 'Queue', '/queue', 'queue', groups.reduce((sum, { pending }) => sum + pending.length, 0)],
    ['people', 'People', '/people', 'people', 0],
  ];
  return html`<nav class="tabs" aria-label="Repository"><ul>${links.map(
    ([name, label, path, shape, count]) =>
      html`<li><a href="${home}${path}" ${name === section ? html`aria-current="page"` : ''}>${icon(shape)}<span>${shortName(label)}</span>${count > 0 ? html` <span class="count">${count}</span>` : ''}</a></li>`,
  )}</ul></nav>`;
}

/** On a phone all tabs are to be seen. */
function shortName(label: string): Markup {
  return html`${label === 'Pull requests' ? html`Pull<span class="wide-only"> request</span>s` : label}`;
}
