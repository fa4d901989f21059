import { html } from 'hono/html';
import { type Reaction, type ReactionContent, reactionContents } from '../../github/thread.ts';
import { formProof } from '../ask/forms.ts';
import { icon } from '../frame/icons.ts';
import type { Markup } from '../frame/markup.ts';
import type { Visit } from '../site.ts';

const faces: Readonly<Record<ReactionContent, readonly [string, string]>> = {
  '+1': ['👍', 'thumbs up'],
  '-1': ['👎', 'thumbs down'],
  laugh: ['😄', 'laugh'],
  confused: ['😕', 'confused'],
  heart: ['❤️', 'heart'],
  hooray: ['🎉', 'hooray'],
  rocket: ['🚀', 'rocket'],
  eyes: ['👀', 'eyes'],
};

/** What was reacted with, and by whom; a press takes part or takes one's own back. */
export function reactionBar(visit: Visit, reactions: readonly Reaction[], action: string): Markup {
  const given = reactionContents.filter((content) => reactions.some((one) => one.content === content));
  return html`<form class="reactions" method="post" action="${action}">${formProof(visit)}
    ${given.map((content) => pressed(visit, content, reactions))}
    <details class="picker" data-closes>
      <summary>${icon('smile')}<span class="unseen">React</span></summary>
      <div class="faces">${reactionContents.map((content) => html`<button name="content" value="${content}" aria-label="React with ${faces[content][1]}">${faces[content][0]}</button>`)}</div>
    </details>
  </form>`;
}

function pressed({ viewer }: Visit, content: ReactionContent, reactions: readonly Reaction[]): Markup {
  const authors = reactions
    .filter((one) => one.content === content)
    .map(({ author }) => author.replace(/\[bot\]$/, ''));
  const own = authors.includes(viewer.login);
  const [face, name] = faces[content];
  return html`<button class="reaction" name="content" value="${content}" aria-pressed="${own}" title="${authors.join(', ')}"><span aria-hidden="true">${face}</span> ${authors.length}<span class="unseen"> ${name}, by ${authors.join(', ')}</span></button>`;
}
