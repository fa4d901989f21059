import { Misuse } from '../misuse.ts';
import type { Payload } from './read-payload.ts';

/** The repository that an event happened in. */
export interface EventPlace {
  readonly owner: string;
  readonly name: string;
  readonly server: string;
  readonly defaultBranch: string;
}

/** Reads where an event happened. `assume` is told what the payload leaves open. */
export function readPlace({ name: event, body }: Payload, assume: (what: string) => void): EventPlace {
  const repository = textsOf(body['repository']);
  const [, owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(repository['full_name'] ?? '') ?? [];
  if (owner === undefined || name === undefined || [owner, name].some((part) => /^\.+$/.test(part))) {
    throw new Misuse(
      `The ${event} event does not say which repository it happened in (repository.full_name is ${JSON.stringify(repository['full_name'])}). Give an event of a repository, such as issues or issue_comment.`,
    );
  }
  const { default_branch: defaultBranch } = repository;
  if (defaultBranch === undefined) assume('the default branch is main: the event names none');
  return { owner, name, server: serverOf(repository['html_url']), defaultBranch: defaultBranch ?? 'main' };
}

function serverOf(page: string | undefined): string {
  return page !== undefined && /^https?:/.test(page) && URL.canParse(page)
    ? new URL(page).origin
    : 'https://github.com';
}

function textsOf(value: unknown): Readonly<Record<string, string | undefined>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, one]) => typeof one === 'string'));
}
