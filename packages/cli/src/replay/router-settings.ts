import { Failure, type OwnTexts, type RouterSettings } from '@codex-worker/core';
import type { ProductWorkflow } from '../caller/read-product.ts';
import { type RouterInputs, readRouterInputs } from '../caller/router-inputs.ts';
import { Misuse } from '../misuse.ts';
import { didYouMean } from '../words/nearest.ts';
import type { ChosenCaller } from './choose-caller.ts';
import type { EventPlace } from './read-place.ts';

interface Given {
  readonly caller: ChosenCaller | undefined;
  /** Of the command line: they go before those of the caller. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly product: ProductWorkflow | undefined;
  /** Is told what could only be assumed. */
  readonly assume: (what: string) => void;
}

/** What the router goes by, with what the workflow asks and says itself. */
export interface ReplaySettings extends RouterSettings {
  readonly prompt: string | undefined;
  /** Sentences of the team's own. */
  readonly texts: OwnTexts;
}

/** The settings that the router would have, read from the inputs as the router reads them. */
export function routerSettings(place: EventPlace, given: Given): ReplaySettings {
  const repository = `${place.owner}/${place.name}`;
  const repositoryUrl = `${place.server}/${repository}`;
  return {
    ...checked(inputsOf(given)),
    repository,
    repositoryUrl,
    defaultBranch: place.defaultBranch,
    rerunBy: undefined,
    // No run of GitHub's has this number.
    run: { id: 0, attempt: 1, url: `${repositoryUrl}/actions` },
    now: new Date().toISOString(),
  };
}

function checked(inputs: ReadonlyMap<string, string>): RouterInputs {
  try {
    return readRouterInputs(inputs);
  } catch (error) {
    throw error instanceof Failure ? new Misuse(`${error.what} ${error.fix}`) : error;
  }
}

/** The defaults of the workflow, with what the caller says, and with what the command line says. */
function inputsOf({ caller, inputs, product, assume }: Given): ReadonlyMap<string, string> {
  const known = product?.inputs ?? new Map();
  const wrong = [...inputs.keys()].find((name) => !known.has(name));
  if (wrong !== undefined) {
    const names = [...known.keys()];
    throw new Misuse(`--input names "${wrong}". ${didYouMean(wrong, names, 'docs/reference.md lists the inputs.')}`);
  }
  const usual = [...known].map(([name, input]) => [name, input.default] as const);
  return new Map([...usual, ...ofCaller(caller, { inputs, known, assume }), ...inputs]);
}

function ofCaller(
  caller: ChosenCaller | undefined,
  { inputs, known, assume }: Pick<Given, 'inputs' | 'assume'> & { readonly known: ProductWorkflow['inputs'] },
): readonly (readonly [string, string])[] {
  return [...(caller?.call.inputs ?? [])].filter(([name, value]) => {
    if (inputs.has(name)) return false;
    if (!known.has(name)) assume(`the input ${name} changes nothing: this release does not know it`);
    else if (value.includes('${{')) assume(`the input ${name} has its default, for only GitHub knows ${value}`);
    else return true;
    return false;
  });
}
