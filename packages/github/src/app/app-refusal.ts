import { Failure } from '@codex-worker/core';
import { type BadAnswer, badAnswer, sentence } from '../client/answer.ts';
import type { AppNeeds } from './app-needs.ts';

/** What a refusal is about. */
export interface Asked {
  readonly app: string;
  /** `owner/name` */
  readonly repository: string;
  readonly needs: AppNeeds;
}

/** Says what to change when GitHub gives an App no token. What has nothing to do with the App stays as it is. */
export function explainRefusal(error: unknown, asked: Asked, now: Date): unknown {
  const answer = badAnswer(error);
  // That GitHub was not well, or limits the rate of calls, is told already.
  if (!answer || (error instanceof Failure && error.code === 'github-unavailable')) return error;
  const refusal = refusalOf(answer, asked, now);
  return refusal && new Failure('app-token', { ...refusal, cause: error });
}

/** The failure of an installation that cannot publish; undefined where it can. */
export function lacksOf(granted: Readonly<Record<string, unknown>>, asked: Asked): Failure | undefined {
  const lacking = Object.keys(asked.needs.permissions).filter((name) => granted[name] !== 'write');
  if (lacking.length === 0) return undefined;
  return new Failure('app-token', {
    what: `The App ${asked.app} lacks ${lacking.map((name) => `"${name.replace('_', '-')}: write"`).join(' and ')} on ${asked.repository}.`,
    fix: asked.needs.grant,
  });
}

interface Refusal {
  readonly what: string;
  readonly fix: string;
}

function refusalOf({ status, message, headers }: BadAnswer, { app, repository, needs }: Asked, now: Date): Refusal {
  if (status === 401 && /'(?:iat|exp)'/.test(message)) return wrongClock(message, headers['date'], now);
  if (status === 401) {
    return {
      what: `GitHub does not take the private key for one of the App ${app}: ${sentence(message)}`,
      fix: `Generate a private key on the settings page of the App and store it whole as the secret \`${needs.keySecret}\`, or correct the id.`,
    };
  }
  if (status === 404 && /integration/i.test(message)) {
    return {
      what: `GitHub knows no App ${app}.`,
      fix: `Set ${needs.idInput} to the App ID or the client ID on the settings page of the App.`,
    };
  }
  if (status === 404) {
    return {
      what: `The App ${app} is not installed on ${repository}.`,
      fix: 'Choose "Install App" on the settings page of the App, and include this repository.',
    };
  }
  if (/suspended/i.test(message)) {
    return {
      what: `The installation of the App ${app} on ${repository} is suspended.`,
      fix: 'Unsuspend it in the settings of its owner, under "GitHub Apps", or take its id away.',
    };
  }
  return { what: `GitHub gives the App ${app} no token for ${repository}: ${sentence(message)}`, fix: needs.grant };
}

/** GitHub's own time stands in each of its answers. */
function wrongClock(message: string, date: unknown, now: Date): Refusal {
  const seconds = typeof date === 'string' ? Math.round((now.getTime() - Date.parse(date)) / 1000) : Number.NaN;
  const off = Number.isNaN(seconds) ? 'is wrong' : `is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead'}`;
  return {
    what: `The clock of the runner ${off}, so that GitHub refuses what the App signs: ${sentence(message)}`,
    fix: "Set the runner's clock, for example with NTP, and re-run the failed jobs.",
  };
}
