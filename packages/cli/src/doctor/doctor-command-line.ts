import { parseOptions } from '../words/parse-options.ts';
import { repositoryOf } from '../words/repository-argument.ts';
import { urlOf } from '../words/url-argument.ts';

/** What `codex-worker doctor` is to look at. */
export interface DoctorOrder {
  readonly kind: 'doctor';
  /** `owner/name`; undefined is the repository of this folder. */
  readonly repository: string | undefined;
  readonly local: boolean;
  readonly json: boolean;
  readonly remote: string;
  readonly apiUrl: string | undefined;
}

export const doctorUsage = `Looks whether a repository is set up for Codex Worker, and says how to mend what
is not.

  codex-worker doctor [OWNER/NAME] [options]

Without OWNER/NAME it looks at the repository of this folder, and at workflows
in it that are not on GitHub yet. It changes nothing.

  --local          also whether Codex's sandbox can start on this machine, as a
                   self-hosted runner
  --json           print JSON: { repository, ok, findings: [{ name, level, says,
                   fix, link }] }
  --remote NAME    the remote on GitHub (default origin)
  --api-url URL    GitHub's API (default: GITHUB_API_URL, or that of the remote)
  -h, --help

The token is that of GH_TOKEN, GITHUB_TOKEN or gh auth token; for a host that
only the remote names, GH_ENTERPRISE_TOKEN. Its permissions Contents, Actions,
Issues, Secrets and Administration, each read, show everything; what it may not
see is told, with the permission. Levels: ok, warning, problem, unseen.

Examples:
  codex-worker doctor
  codex-worker doctor octo-org/demo --json | jq '.findings[] | .fix'
  codex-worker doctor --local

Exit codes: 0 nothing is a problem; 1 something is; 2 it could not look at all,
or the command line is wrong.
`;

/** Reads the words after `doctor`. */
export function readDoctor(args: readonly string[]): DoctorOrder | { readonly kind: 'help'; readonly text: string } {
  const { values, positionals } = parseOptions(args, {
    local: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    remote: { type: 'string', default: 'origin' },
    'api-url': { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  });
  if (values.help) return { kind: 'help', text: doctorUsage };
  return {
    kind: 'doctor',
    repository: repositoryOf(positionals),
    local: values.local,
    json: values.json,
    remote: values.remote,
    apiUrl: values['api-url'] === undefined ? undefined : urlOf('--api-url', values['api-url']),
  };
}
