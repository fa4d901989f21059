import type { PlanStep } from '../rollout/plan-told.ts';
import { type Html, html } from './html.ts';

const marks = {
  done: { sign: '✓', word: 'done' },
  doing: { sign: '▸', word: 'being done' },
  open: { sign: '○', word: 'open' },
} as const;

/** The plan as a checklist, as it stood at the end of the turn. */
export function planView(plan: readonly PlanStep[]): Html {
  if (plan.length === 0) return html``;
  const done = plan.filter(({ state }) => state === 'done').length;
  const entries = plan.map(
    ({ text, state }) =>
      html`<li class="${state}"><span class="mark" aria-hidden="true">${marks[state].sign}</span><span class="out-of-sight">${marks[state].word}: </span>${text}</li>`,
  );
  return html`<section class="plan"><h3>Plan <span class="quiet">${done} of ${plan.length} done</span></h3><ul>${entries}</ul></section>
`;
}
