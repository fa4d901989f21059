import { html } from 'hono/html';
import type { Account } from '../../github/accounts.ts';
import type { Hosted } from '../../github/hosted.ts';
import type { Markup } from './markup.ts';

const hues = 8;

/** A disc with the first letter of a person, a square for a bot. */
export function avatar(login: string): Markup {
  const hue = [...login].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % hues;
  const isBot = login.endsWith('[bot]');
  return html`<span class="avatar hue-${hue} ${isBot ? 'bot' : ''}" aria-hidden="true">${isBot ? '⌁' : login.slice(0, 1).toUpperCase()}</span>`;
}

/** What somebody is to the repository, in the words of the lab. */
export function standingOf(account: Account | undefined): string {
  if (account === undefined) return 'stranger';
  if (account.type === 'Bot') return 'bot';
  switch (account.role) {
    case 'admin':
      return 'owner';
    case 'maintain':
      return 'maintainer';
    case 'write':
      return 'writer';
    case 'triage':
      return 'triager';
    case 'read':
      return 'reader';
    case 'none':
    case undefined:
      return 'stranger';
  }
}

/** A login with what its owner may do. */
export function byline(hosted: Hosted, login: string): Markup {
  return html`<strong class="login">${login.replace(/\[bot\]$/, '')}</strong> <span class="standing">${standingOf(hosted.accounts.find(login))}</span>`;
}
