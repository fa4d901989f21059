/** What `codex-worker lab` is to start. */
export interface LabOrder {
  readonly kind: 'lab';
  /** All that follows is the lab's. */
  readonly args: readonly string[];
  readonly help: boolean;
}

export const labUsage = `Starts the lab of a checkout of Codex Worker: a GitHub, a runner and a model on
this machine, to try the worker in.

  codex-worker lab [options of the lab]

It takes the checkout that this folder is in. The lab needs all sources of the
product, so that the package does not hold it:

  git clone https://github.com/codex-worker/codex-worker
  cd codex-worker
  npm start

Most used of its options: --no-demo serves only, and prints one line of JSON with
its address and tokens; --once plays the story and ends; --repo DIR begins its
repository with a folder of yours; --port P. In a checkout, --help goes on with
all of them.

Examples:
  codex-worker lab
  codex-worker lab --no-demo --repo ~/src/demo

Exit codes: those of the lab (0 it ended well, 1 a step of its story did not); 2
there is no checkout, or the command line is wrong.
`;

/** Reads the words after `lab`. */
export function readLab(args: readonly string[]): LabOrder {
  return { kind: 'lab', args, help: args.some((arg) => arg === '--help' || arg === '-h') };
}
