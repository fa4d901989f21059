import type { LabEvent } from '../run.ts';
import { child, literalText } from './tree.ts';
import { decodeInputs, type Workflow } from './workflow.ts';

/** A manual dispatch with the defaults of the workflow filled in, as GitHub's payload has them. */
export function withDispatchDefaults(event: LabEvent, workflow: Workflow): LabEvent {
  if (event.name !== 'workflow_dispatch') return event;
  const given = event.payload['inputs'];
  const inputs: Record<string, unknown> = typeof given === 'object' && given !== null ? { ...given } : {};
  for (const input of declared(workflow)) {
    const fallback = literalText(input.default);
    if (inputs[input.name] === undefined && fallback !== undefined) inputs[input.name] = fallback;
  }
  return { ...event, payload: { ...event.payload, inputs } };
}

/** The `inputs` context of a manual dispatch: booleans and numbers are typed here, and text in the payload. */
export function dispatchInputs(event: LabEvent, workflow: Workflow): Record<string, unknown> {
  if (event.name !== 'workflow_dispatch') return {};
  const given = event.payload['inputs'];
  const values = new Map(Object.entries(typeof given === 'object' && given !== null ? given : {}));
  return Object.fromEntries(declared(workflow).map(({ name, type }) => [name, typed(values.get(name), type)]));
}

function declared(workflow: Workflow) {
  return decodeInputs(child(child(workflow.on, 'workflow_dispatch'), 'inputs'));
}

function typed(value: unknown, type: string): unknown {
  if (type === 'boolean') return String(value) === 'true';
  if (type === 'number') return Number(value ?? 0);
  return value === undefined ? '' : String(value);
}
