import type { ToolStyle } from './request.ts';
import type { Step } from './rule.ts';

/** An item of a response as the Responses API sends it. */
export type ResponseItem = Readonly<Record<string, unknown>> & { readonly type: string; readonly id: string };

/** The item that a step stands for; steps about the connection stand for none. */
export function responseItem(step: Step, style: ToolStyle, id: string): ResponseItem | undefined {
  if ('say' in step) return message(step.say, step.commentary ? 'commentary' : 'final_answer', id);
  if ('think' in step) return reasoning(step.think, id);
  if ('run' in step) return style === 'code' ? exec(runInCode(step.run), id) : execCommand(step.run, id);
  if ('patch' in step) return style === 'code' ? exec(patchInCode(step.patch), id) : applyPatch(step.patch, id);
  if ('plan' in step) return style === 'code' ? exec(planInCode(step.plan), id) : updatePlan(step.plan, id);
  return undefined;
}

function message(text: string, phase: string, id: string): ResponseItem {
  return {
    type: 'message',
    id: `msg_${id}`,
    role: 'assistant',
    status: 'completed',
    phase,
    content: [{ type: 'output_text', text, annotations: [] }],
  };
}

function reasoning(text: string, id: string): ResponseItem {
  return {
    type: 'reasoning',
    id: `rs_${id}`,
    summary: [{ type: 'summary_text', text }],
    // Codex only hands it back on the next request.
    encrypted_content: Buffer.from(text).toString('base64'),
  };
}

function execCommand(command: string, id: string): ResponseItem {
  return functionCall('exec_command', { cmd: command }, id);
}

function updatePlan(steps: Plan, id: string): ResponseItem {
  return functionCall('update_plan', planOf(steps), id);
}

function functionCall(name: string, args: object, id: string): ResponseItem {
  return { type: 'function_call', id: `fc_${id}`, call_id: `call_${id}`, name, arguments: JSON.stringify(args) };
}

type Plan = Extract<Step, { plan: unknown }>['plan'];

/** The first step that is not done is the one that it is at. */
function planOf(steps: Plan) {
  const at = steps.findIndex(([, done]) => !done);
  const plan = steps.map(([step, done], index) => ({
    step,
    status: done ? 'completed' : index === at ? 'in_progress' : 'pending',
  }));
  return { plan };
}

function applyPatch(patch: string, id: string): ResponseItem {
  return customCall('apply_patch', patch, id);
}

function exec(code: string, id: string): ResponseItem {
  return customCall('exec', code, id);
}

function customCall(name: string, input: string, id: string): ResponseItem {
  return { type: 'custom_tool_call', id: `ctc_${id}`, call_id: `call_${id}`, status: 'completed', name, input };
}

function runInCode(command: string): string {
  return [
    `const result = await tools.exec_command({ cmd: ${JSON.stringify(command)} });`,
    'text(result.output);',
    "if (result.exit_code !== 0) text('exit code ' + result.exit_code);",
  ].join('\n');
}

function planInCode(steps: Plan): string {
  return `text(await tools.update_plan(${JSON.stringify(planOf(steps))}));`;
}

function patchInCode(patch: string): string {
  return `text(await tools.apply_patch(${JSON.stringify(patch)}));`;
}
