import type { Hosted } from './hosted.ts';
import type { SignedIn } from './identity.ts';
import { fulfils, needs } from './permissions.ts';
import { Refusal } from './refusal.ts';
import type { Label } from './thread.ts';

/** The label of a name, whatever its case. */
export function findLabel(hosted: Hosted, name: string): Label | undefined {
  return hosted.labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
}

/** Gives the repository one more label. */
export function addLabel(hosted: Hosted, name: string, color: string, description: string | null): Label {
  const label = { id: hosted.nextId(), name, color, description };
  hosted.labels.push(label);
  return label;
}

/** The names as the repository spells them; a label that does not exist is made by those who may. */
export function ensureLabels(hosted: Hosted, by: SignedIn, names: readonly string[]): string[] {
  const unknown = names.some((name) => findLabel(hosted, name) === undefined);
  if (unknown && !fulfils(hosted, by, needs.createLabels))
    throw new Refusal(403, 'You do not have permission to create labels on this repository.', {
      errors: [{ resource: 'Repository', field: 'label', code: 'unauthorized' }],
    });
  return [...new Set(names.map((name) => (findLabel(hosted, name) ?? addLabel(hosted, name, 'ededed', null)).name))];
}
