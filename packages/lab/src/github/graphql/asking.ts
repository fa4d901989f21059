import type { Hosted } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { fulfils, type Need } from '../permissions.ts';
import { forbidden, notAllowed } from './graphql-error.ts';

/** Who asks, and of which GitHub. */
export interface Asking {
  readonly hosted: Hosted;
  readonly by: SignedIn;
}

/** An object as the executor reads it: values, and functions of a field's arguments. */
export type Served = Readonly<Record<string, unknown>>;

/** Lets somebody read something, or refuses the field. */
export function admitReading({ hosted, by }: Asking, need: Need): void {
  if (!fulfils(hosted, by, need)) throw forbidden();
}

/** Lets somebody change something, or refuses the mutation of this name. */
export function admitChange({ hosted, by }: Asking, need: Need, mutation: string): void {
  if (fulfils(hosted, by, need)) return;
  throw by.kind === 'user' ? notAllowed(by.account.login, mutation) : forbidden();
}
