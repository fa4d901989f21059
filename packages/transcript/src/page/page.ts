import { createHash } from 'node:crypto';
import type { ThreadStory, TurnStory } from '../story/thread-story.ts';
import { Html, html, type Part } from './html.ts';
import { style } from './style.ts';
import { tokenPlot } from './token-plot.ts';
import { outcomeChip, turnView } from './turn-view.ts';
import { count, lasting, moment, short } from './words.ts';

/** What the page says of its thread. All texts are clean. */
export interface PageFacts {
  /** `octo-org/demo#12`, or `issue-12` where the repository is not known. */
  readonly name: string;
  readonly title: string;
  /** Address of the thread; undefined where it is not known. */
  readonly address: string | undefined;
  readonly sessionId: string | undefined;
  readonly codexVersion: string | undefined;
  /** Address of the run that made the page. */
  readonly run: string | undefined;
  /** ISO 8601. */
  readonly madeAt: string;
}

const sheet = new Html(style);

/** The page runs nothing and loads nothing: its own style sheet is allowed by its digest, and an empty icon by its scheme. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The whole page, as one file. */
export function renderPage({ turns, older }: ThreadStory, facts: PageFacts): string {
  const { name, title, address, sessionId } = facts;
  const last = turns.at(-1);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title} · ${name} · Codex Worker</title>
<link rel="icon" href="data:,">
<style>${sheet}</style>
</head>
<body>
${last && html`<a class="skip" href="#turn-${last.number}">Go to the last turn</a>`}
<header class="top">
<p class="brand">Codex Worker <span>transcript</span></p>
<h1>${title}</h1>
<p class="facts"><span>${address === undefined ? name : html`<a href="${address}">${name}</a>`}</span> ${overview(turns)}</p>
</header>
<main>
${tokenPlot(turns)}
${turns.length > 1 ? contents(turns) : undefined}
${older === 0 ? undefined : html`<p class="note">${count(older, 'older turn')} ${older === 1 ? 'is' : 'are'} left out here.</p>`}
${turns.length === 0 ? html`<p class="note">No turn was taken in this thread yet.</p>` : undefined}
${turns.map((turn) => turnView(turn, { address, isLast: turn === last, sessionId }))}
</main>
<footer>${footer(facts)}</footer>
</body>
</html>
`.toString();
}

function overview(turns: readonly TurnStory[]): Part {
  const seconds = turns.reduce((sum, { record }) => sum + (record ? secondsOf(record) : 0), 0);
  const calls = turns.flatMap(({ told }) => told?.calls ?? []);
  const tokens = calls.reduce((sum, { input, output }) => sum + input + output, 0);
  const facts = [
    count(turns.length, 'turn'),
    `${lasting(seconds)} of work`,
    ...(tokens === 0 ? [] : [`${short(tokens)} tokens`]),
  ];
  return facts.map((fact) => html`<span>${fact}</span> `);
}

const secondsOf = ({ startedAt, endedAt }: NonNullable<TurnStory['record']>): number =>
  Math.max(0, (Date.parse(endedAt) - Date.parse(startedAt)) / 1000 || 0);

function contents(turns: readonly TurnStory[]): Html {
  const entries = turns.map((turn) => {
    const people = [...new Set(turn.requests.map(({ author }) => author))].join(', ');
    return html`<li><a href="#turn-${turn.number}"><span class="number">${turn.number}</span><span class="who">${people || 'turn'}</span></a> ${outcomeChip(turn)}</li>`;
  });
  return html`<nav class="card contents" aria-label="Turns"><h2>Turns</h2><ol>${entries}</ol></nav>`;
}

function footer({ sessionId, codexVersion, run, madeAt }: PageFacts): Part {
  const made =
    run === undefined ? html`Made ${moment(madeAt)}` : html`Made by <a href="${run}">a run</a>, ${moment(madeAt)}`;
  return [
    html`<p>${made}, from the session of the thread.</p>`,
    html`<p>Secrets that the run knew, and what looks like a key, are taken out. Whatever else Codex read or wrote is here: whoever can read the Actions of the repository can read this page.</p>`,
    html`<p class="facts">${codexVersion === undefined ? undefined : html`<span>Codex ${codexVersion}</span> `}${sessionId === undefined ? undefined : html`<span>Session <code>${sessionId}</code></span>`}</p>`,
  ];
}
