import { pageOf, type RemoteRepository } from '../repository/remote-address.ts';
import type { Choices } from './choices.ts';
import type { CallerFile } from './render-callers.ts';

/** How the files came into the repository. */
export type Written =
  | {
      readonly kind: 'in-folder';
      readonly files: readonly CallerFile[];
      readonly remoteName: string;
      /** Whether the person is at the root of the repository, to which the paths belong. */
      readonly isRoot: boolean;
    }
  | { readonly kind: 'proposed'; readonly url: string }
  | { readonly kind: 'there' }
  /** It was only to be shown, or nobody wanted it. */
  | { readonly kind: 'unwritten'; readonly because: 'dry-run' | 'declined' };

/** What is left to do by hand, with the page for each. */
export function nextSteps(written: Written, { label }: Choices, repository: RemoteRepository): readonly string[] {
  return [
    ...landing(written),
    `Add the secret OPENAI_API_KEY: ${pageOf(repository, '/settings/secrets/actions/new')}`,
    `Switch on "Allow GitHub Actions to create and approve pull requests": ${pageOf(repository, '/settings/actions')}`,
    ...(label === undefined ? [] : [`Make the label ${label}, if there is none: ${pageOf(repository, '/labels')}`]),
    'See that all is in place: codex-worker doctor',
    `Open an issue that says what you want: ${pageOf(repository, '/issues/new')}`,
  ];
}

/** The steps for people. */
export function renderNextSteps(steps: readonly string[]): string {
  return `\nNext:\n${steps.map((step, at) => `  ${at + 1}. ${step.replaceAll('\n', '\n       ')}\n`).join('')}`;
}

function landing(written: Written): readonly string[] {
  switch (written.kind) {
    case 'in-folder':
      return [
        `Commit and push, and see that it gets to the default branch:\ngit add ${written.files.map(({ path }) => (written.isRoot ? path : `:/${path}`)).join(' ')}\ngit commit -m "Set up Codex Worker"\ngit push ${written.remoteName} HEAD`,
      ];
    case 'proposed':
      return [`Read and merge the pull request: ${written.url}`];
    case 'there':
    case 'unwritten':
      return [];
  }
}
