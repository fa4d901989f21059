import { type AdmissionPolicy, permissions } from '@codex-worker/core';
import type { InputReader } from './inputs.ts';
import { loginsInput } from './logins-input.ts';

/** The inputs that say who may ask, the same in every action that decides it. */
export function admissionPolicy(input: InputReader): AdmissionPolicy {
  return {
    minimumPermission: input.oneOf('minimum-permission', permissions.slice(1)),
    allowUsers: loginsInput(input, 'allow-users'),
    allowBots: loginsInput(input, 'allow-bots'),
    ownLogin: input.required('bot-login'),
  };
}
