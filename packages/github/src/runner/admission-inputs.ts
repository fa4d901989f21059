import { type AdmissionPolicy, permissions } from '@codex-worker/core';
import type { InputReader } from './inputs.ts';

/** The inputs that say who may ask, the same in every action that decides it. */
export function admissionPolicy(input: InputReader): AdmissionPolicy {
  return {
    minimumPermission: input.oneOf('minimum-permission', permissions.slice(1)),
    allowUsers: input.list('allow-users'),
    allowBots: input.list('allow-bots'),
    ownLogin: input.required('bot-login'),
  };
}
