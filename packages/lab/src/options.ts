import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Misuse } from './misuse.ts';

/** What the command line asks of the lab. */
export interface LabOptions {
  /** Play the story, or only serve. */
  readonly demo: boolean;
  /** Exit when the story is over. */
  readonly once: boolean;
  /** File for the JSON report of the story. */
  readonly report: string | undefined;
  /** 0: any free one. */
  readonly port: number;
  /** Folder that the repository begins with; undefined is the demo repository. */
  readonly repo: string | undefined;
  /** Any Responses API; undefined is the scripted model. */
  readonly modelUrl: string | undefined;
  /** Use OpenAI itself, with the key of the environment. */
  readonly live: boolean;
  readonly secrets: ReadonlyMap<string, string>;
  readonly variables: ReadonlyMap<string, string>;
  readonly help: boolean;
}

export const usage = `Codex Worker's lab: the real workflows, actions, git and Codex against a GitHub on this machine.

  npm start                            play the story, name the address of the page, stay up
  npm start -- --once                  play the story and exit; 0 only if every step ended as it should
  npm run --silent lab                 serve only (--no-demo), and print one line of JSON when ready

  --report FILE        write what the story did as JSON
  --port P             port of the API (default: any free one)
  --repo DIR           begin the repository with this folder; its .github/workflows are the callers
  --model-url URL      a Responses API for Codex (default: the scripted model)
  --live               use OpenAI itself, with the OPENAI_API_KEY of the environment
  --secret NAME=VALUE  a secret of the repository; may be repeated
  --variable NAME=VALUE  a variable of the repository; may be repeated
  --help
`;

/** Reads the command line. Throws a Misuse that names the argument. */
export function readOptions(args: readonly string[]): LabOptions {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      demo: { type: 'boolean', default: true },
      once: { type: 'boolean', default: false },
      report: { type: 'string' },
      port: { type: 'string', default: '0' },
      repo: { type: 'string' },
      'model-url': { type: 'string' },
      live: { type: 'boolean', default: false },
      secret: { type: 'string', multiple: true, default: [] },
      variable: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    demo: values.demo,
    once: values.once,
    report: values.report,
    port: readPort(values.port),
    repo: values.repo === undefined ? undefined : readFolder(values.repo),
    modelUrl: values['model-url'] === undefined ? undefined : readUrl(values['model-url']),
    live: values.live,
    secrets: readPairs('--secret', values.secret),
    variables: readPairs('--variable', values.variable),
    help: values.help,
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Misuse(`--port is "${text}". Give a number from 0 to 65535.`);
}

function readFolder(folder: string): string {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new Misuse(`--repo is "${folder}", which is no folder. Give one whose files the repository begins with.`);
}

function readUrl(url: string): string {
  if (/^https?:/.test(url) && URL.canParse(url)) return url;
  throw new Misuse(`--model-url is "${url}". Give an address such as http://127.0.0.1:4010/v1.`);
}

function readPairs(option: string, pairs: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      // The value may be a secret: it is not repeated.
      if (at < 1) throw new Misuse(`${option} has no name. Write it as NAME=VALUE.`);
      return [pair.slice(0, at), pair.slice(at + 1)] as const;
    }),
  );
}
