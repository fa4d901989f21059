import { rm } from 'node:fs/promises';
import path from 'node:path';
import { workFolder } from '../work-folder.ts';
import type { Attack } from './attack.ts';
import { functionsOf, NotQuick, openProduct, type Product } from './product.ts';
import { changeSources, copySources, linkSources } from './source-tree.ts';
import { type AttackEnd, judge, type Verdict } from './verdict.ts';

/** A whole scene with the real Codex, built first, on a slow machine. */
const LIMIT_MS = 240_000;

export interface RedteamOrder {
  readonly attacks: readonly Attack[];
  /** Leaves out what needs a built product. */
  readonly quick: boolean;
  readonly onVerdict: (verdict: Verdict) => void;
}

interface Tried {
  readonly end: AttackEnd;
  readonly ms: number;
}

/** Runs every attack twice: against the product as its sources stand now, and against one without the attack's defence. */
export async function runAttacks({ attacks, quick, onVerdict }: RedteamOrder): Promise<readonly Verdict[]> {
  const folder = await workFolder('redteam');
  await using resources = new AsyncDisposableStack();
  resources.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const whole = path.join(folder, 'whole');
  await copySources(whole);
  const ends = new Map<Attack, { asItIs?: Tried; without?: Tried }>(attacks.map((attack) => [attack, {}]));
  const verdicts: Verdict[] = [];
  const settle = (attack: Attack, tried: { readonly asItIs?: Tried; readonly without?: Tried }) => {
    const known = { ...ends.get(attack), ...tried };
    ends.set(attack, known);
    const { asItIs, without } = known;
    if (asItIs === undefined || without === undefined) return;
    const verdict = { attack, outcome: judge(asItIs.end, without.end), ms: asItIs.ms + without.ms };
    verdicts.push(verdict);
    onVerdict(verdict);
  };
  // Two products at a time: what one attack does in a shared scene, none of another product sees.
  await Promise.all([
    inTurn([{ product: whole, attacks }], quick, (attack, asItIs) => settle(attack, { asItIs })),
    inTurn(withoutDefences(folder, whole, attacks), quick, (attack, without) => settle(attack, { without })),
  ]);
  return verdicts;
}

interface Group {
  readonly product: string;
  readonly attacks: readonly Attack[];
  /** Makes the folder, where it is not there yet. */
  readonly prepare?: () => Promise<void>;
}

/** A product for each set of changes: attacks on the same defence share it. */
function withoutDefences(folder: string, whole: string, attacks: readonly Attack[]): readonly Group[] {
  const groups = Map.groupBy(attacks, ({ without }) => JSON.stringify(without));
  return [...groups.values()].map((sharing, index) => {
    const product = path.join(folder, `without-${index}`);
    const prepare = async () => {
      await linkSources(product, whole);
      await changeSources(product, sharing[0]?.without ?? []);
    };
    return { product, attacks: sharing, prepare };
  });
}

async function inTurn(
  groups: readonly Group[],
  quick: boolean,
  tell: (attack: Attack, tried: Tried) => void,
): Promise<void> {
  for (const { product: root, attacks, prepare } of groups) {
    await using product = openProduct(root);
    const attacked = quick ? functionsOf(product) : product;
    const problem = await prepare?.().then(() => undefined, messageOf);
    for (const attack of attacks) {
      const began = performance.now();
      const end: AttackEnd =
        problem === undefined ? await attempt(attack, attacked) : { kind: 'threw', message: problem };
      tell(attack, { end, ms: Math.round(performance.now() - began) });
    }
  }
}

async function attempt(attack: Attack, product: Product): Promise<AttackEnd> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It did not end within ${LIMIT_MS / 1000} s.`)), LIMIT_MS);
  });
  try {
    return { kind: (await Promise.race([attack.run(product), late])) ? 'won' : 'lost' };
  } catch (error) {
    return error instanceof NotQuick ? { kind: 'left-out' } : { kind: 'threw', message: messageOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
