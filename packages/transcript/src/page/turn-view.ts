import { catalogue } from '@codex-worker/core';
import { BEFORE_REQUEST, type ToldTurn } from '../story/read-turns.ts';
import type { Step } from '../story/step.ts';
import type { TurnStory } from '../story/thread-story.ts';
import { type Html, html, type Part } from './html.ts';
import { markdown, plain } from './markdown.ts';
import { planView } from './plan-view.ts';
import { requestLink } from './request-link.ts';
import { stepView } from './step-view.ts';
import { count, lasting, moment, short } from './words.ts';

/** What a turn is shown with besides itself. */
export interface TurnPlace {
  /** Address of the thread; undefined where it is not known. */
  readonly address: string | undefined;
  readonly isLast: boolean;
  /** The session that is kept. */
  readonly sessionId: string | undefined;
}

/** A turn: who asked, the plan, what Codex did, and what it answered. */
export function turnView(turn: TurnStory, place: TurnPlace): Html {
  const { number, told } = turn;
  return html`<article class="turn" id="turn-${number}" aria-labelledby="turn-${number}-title">
<header><h2 id="turn-${number}-title">Turn ${number}</h2>${outcomeChip(turn)}<p class="facts">${separated(factsOf(turn))}</p></header>
${asked(turn, place.address)}
${told ? [planView(told.plan), stepsView(told.steps, told.left, place.isLast)] : html`<p class="note">${untold(turn, place.sessionId)}</p>`}
${endView(turn)}
</article>
`;
}

const outcomes = {
  answered: { sign: '✓', word: 'answered', look: 'good' },
  failed: { sign: '✗', word: 'failed', look: 'bad' },
  'timed-out': { sign: '✗', word: 'timed out', look: 'bad' },
  cancelled: { sign: '■', word: 'cancelled', look: 'mild' },
  undone: { sign: '↩', word: 'taken back', look: 'mild' },
  unknown: { sign: '?', word: 'not in the ledger', look: 'mild' },
} as const;

/** What became of a turn, as a sign, a word and a colour. */
export function outcomeChip({ record }: TurnStory): Html {
  const { sign, word, look } = outcomes[record?.undone ? 'undone' : (record?.outcome ?? 'unknown')];
  return html`<span class="chip ${look}"><span aria-hidden="true">${sign}</span> ${word}</span>`;
}

function factsOf({ record, told }: TurnStory): readonly Part[] {
  const [began, ended] = [record?.startedAt ?? told?.began ?? '', record?.endedAt ?? told?.ended ?? ''];
  const seconds = (Date.parse(ended) - Date.parse(began)) / 1000;
  const tokens = told?.calls.reduce((sum, { input, output }) => sum + input + output, 0) ?? 0;
  const modes = { plan: 'plan only', go: 'carries out a plan' } as const;
  return [
    html`<time datetime="${began}">${moment(began)}</time>`,
    Number.isNaN(seconds) ? undefined : lasting(seconds),
    told?.model ?? record?.model,
    record?.effort === undefined ? undefined : `effort ${record.effort}`,
    tokens === 0 ? undefined : `${short(tokens)} tokens`,
    record?.mode && modes[record.mode],
    record?.sandbox,
  ];
}

function separated(parts: readonly Part[]): Part {
  return parts.filter((part) => part !== undefined).map((part) => html`<span>${part}</span> `);
}

function asked({ requests, told }: TurnStory, address: string | undefined): Html {
  const people = [...new Set(requests.map(({ author }) => author))];
  const by = people.length === 0 ? 'Somebody' : people.join(', ');
  const links = requests.map(({ id, createdAt }) => {
    const href = address === undefined ? undefined : requestLink(id, address);
    const name = href === undefined ? html`${id}` : html`<a href="${href}">${id}</a>`;
    return html`<span>${name}, <time datetime="${createdAt}">${moment(createdAt)}</time></span> `;
  });
  return html`<section class="request"><h3><span class="face" aria-hidden="true">${by.slice(0, 1).toUpperCase()}</span>${by} <span class="quiet">asked</span></h3><p class="facts">${links}</p>${told && [promptView(told), picturesView(told.pictures)]}</section>`;
}

const LONG = 1_500;

/** The words of the person; whatever else Codex was told is folded. */
function promptView({ before, prompt }: ToldTurn): Part {
  if (prompt === '') return undefined;
  const shown = html`<div class="text">${markdown(prompt)}</div>`;
  const request =
    prompt.length > LONG
      ? html`<details><summary>The request, ${count(prompt.length, 'character')}</summary>${shown}</details>`
      : shown;
  const all =
    before === ''
      ? undefined
      : html`<details class="told"><summary>Everything that Codex was told</summary><div class="text">${plain(`${before}\n\n${BEFORE_REQUEST}${prompt}`)}</div></details>`;
  return [request, all];
}

const picturesView = (pictures: number): Part =>
  pictures === 0
    ? undefined
    : html`<p class="note">${count(pictures, 'picture')} ${pictures === 1 ? 'was' : 'were'} shown to Codex with it.</p>`;

function stepsView(steps: readonly Step[], left: number, isOpen: boolean): Html {
  if (steps.length + left === 0) return html``;
  const note =
    left === 0
      ? undefined
      : html`<li class="step left"><p class="note">${count(left, 'step')} ${left === 1 ? 'is' : 'are'} left out here: the page has no room for more.</p></li>`;
  return html`<details class="steps"${isOpen ? html` open` : ''}><summary>${count(steps.length + left, 'step')} <span class="quiet">${kindsOf(steps)}</span></summary><ol>
${note}${steps.map(stepView)}</ol></details>
`;
}

function kindsOf(steps: readonly Step[]): string {
  const commands = steps.flatMap((step) => (step.kind === 'command' ? [step] : []));
  const failed = commands.filter(({ exitCode }) => exitCode !== 0).length;
  const files = new Set(steps.flatMap((step) => (step.kind === 'change' ? step.files.map(({ path }) => path) : [])));
  return [
    commands.length === 0 ? '' : count(commands.length, 'command'),
    failed === 0 ? '' : `${failed} failed`,
    files.size === 0 ? '' : count(files.size, 'file'),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function endView({ told, record }: TurnStory): Part {
  const answer = told?.answer?.trim() ? markdown(told.answer) : undefined;
  const code = record?.failure;
  const trouble = [
    told?.error === undefined ? undefined : plain(told.error),
    told?.interrupted && code === undefined ? plain('The turn was interrupted here.') : undefined,
    code === undefined ? undefined : explained(code),
  ].filter((part) => part !== undefined);
  const isBad = trouble.length > 0 || code !== undefined;
  return [
    answer &&
      html`<section class="answer"><h3>Codex <span class="quiet">answered</span></h3><div class="text">${answer}</div></section>`,
    isBad
      ? html`<section class="trouble"><h3>How it ended${code && html` <code>${code}</code>`}</h3>${trouble}</section>`
      : undefined,
  ];
}

/** What a failure is, and what to do about it; the code may be one of another release. */
function explained(code: string): Part {
  const found = Object.entries(catalogue).find(([name]) => name === code)?.[1];
  return found && html`<div class="text">${markdown(`${found.when} ${found.fix}`)}</div>`;
}

function untold({ record }: TurnStory, sessionId: string | undefined): string {
  if (record?.undone) return 'A person took this turn back: the session does not have it any more.';
  if (record?.sessionId === undefined) return 'Codex began no session in this turn.';
  if (record.sessionId !== sessionId) return 'It was a turn of an earlier session, which is not kept.';
  return 'The session that is kept tells nothing of this turn.';
}
