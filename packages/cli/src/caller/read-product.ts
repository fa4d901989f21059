import { parse } from 'yaml';
import { productFile } from '../product-file.ts';

/** What this release of the product asks of its callers, by reusable workflow. */
export type Product = Readonly<Record<string, ProductWorkflow>>;

export interface ProductWorkflow {
  readonly inputs: ReadonlyMap<string, ProductInput>;
  readonly secrets: readonly string[];
  /** What the calling job has to grant. */
  readonly permissions: Readonly<Record<string, string>>;
}

/** An input, as the workflow declares it. */
export interface ProductInput {
  readonly type: 'string' | 'boolean' | 'number';
  /** As text; empty where there is none. */
  readonly default: string;
  readonly description: string;
}

/** Each reusable workflow, and an example whose calling job grants what it takes. */
const workflows = [
  ['codex-worker.yml', 'codex.yml'],
  ['codex-worker-drain.yml', 'queue.yml'],
  ['codex-worker-sweep.yml', 'sweeper.yml'],
] as const;

interface Reusable {
  readonly on: {
    readonly workflow_call: { readonly inputs?: Readonly<Record<string, Declared>>; readonly secrets?: object };
  };
}

interface Declared {
  readonly type: ProductInput['type'];
  readonly default?: string | number | boolean;
  readonly description?: string;
}

interface Example {
  readonly jobs: Readonly<Record<string, { readonly uses?: string; readonly permissions?: Record<string, string> }>>;
}

/** What this release asks of its callers: its workflows say it, and its examples. */
export async function readProduct(): Promise<Product> {
  const entries = workflows.map(async ([file, example]) => {
    const reusable: Reusable = parse(await productFile(`.github/workflows/${file}`));
    const { jobs }: Example = parse(await productFile(`examples/${example}`));
    const call = Object.values(jobs).find(({ uses }) => uses?.includes(`/${file}@`));
    const { inputs = {}, secrets = {} } = reusable.on.workflow_call;
    return [
      file,
      { inputs: inputsOf(inputs), secrets: Object.keys(secrets), permissions: call?.permissions ?? {} },
    ] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const inputsOf = (declared: Readonly<Record<string, Declared>>): ProductWorkflow['inputs'] =>
  new Map(Object.entries(declared).map(([name, input]) => [name, inputOf(input)]));

const inputOf = ({ type, default: usual = '', description = '' }: Declared): ProductInput => ({
  ...{ type, default: String(usual), description },
});

/**
 * The words among which an input chooses: those of its description, where its default stands among them. Undefined where any
 * text will do.
 */
export function wordsOf({ type, default: usual, description }: ProductInput): readonly string[] | undefined {
  const usualWords = usual.split(/[\s,]+/);
  if (type !== 'string' || !usualWords.every((word) => /^[a-z][a-z-]*$/.test(word))) return undefined;
  const words = description.split(/[^\w-]+/).filter((word) => word !== '');
  return usualWords.every((word) => words.includes(word)) ? words : undefined;
}
