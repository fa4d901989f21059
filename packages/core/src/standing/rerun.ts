import { type AdmissionPolicy, admit, type PermissionLookup, type Person, sameLogin } from './standing.ts';

/**
 * Why a re-run does nothing; undefined when it may go on. Whoever re-runs asks once more, with the words of somebody else:
 * they need the standing to ask themselves.
 */
export async function turnRerunAway(
  lookup: PermissionLookup,
  by: Person | undefined,
  policy: AdmissionPolicy,
): Promise<string | undefined> {
  if (by === undefined) return undefined;
  // A workflow that tries again with our own token is a bot like others: it may be let in by name.
  const isNamed = policy.allowBots.some((login) => sameLogin(login, by.login));
  if (isNamed && by.type === 'Bot') return undefined;
  const admission = await admit(lookup, by, policy);
  if (admission.kind === 'admitted') return undefined;
  return `${by.login} ran it again, and ${'because' in admission ? admission.because : 'nobody admitted it'}`;
}
