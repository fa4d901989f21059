import { expect, test } from 'vitest';
import { planInArguments, planInScript } from './plan-told.ts';

const plan = [
  { text: 'Look', state: 'done' },
  { text: 'Mend "it", then test', state: 'doing' },
  { text: 'Tell', state: 'open' },
];

test('a call of the plan tool tells the plan', () => {
  const steps = [
    { step: 'Look', status: 'completed' },
    { step: 'Mend "it", then test', status: 'in_progress' },
    { step: 'Tell', status: 'pending' },
  ];
  expect(planInArguments({ explanation: 'why', plan: steps })).toEqual(plan);
  expect(planInArguments({ plan: 'none' })).toBeUndefined();
});

test('a script tells the last plan that stands in it, however its names are quoted', () => {
  const script = `
    await tools.update_plan({ plan: [{ step: 'Old', status: 'pending' }] });
    text(await tools.update_plan({ "plan": [
      { step: "Look", status: "completed" },
      {"step":"Mend \\"it\\", then test","status":"in_progress"},
      { status: 'pending', step: 'Tell' },
    ] }));`;
  expect(planInScript(script)).toEqual(plan);
});

test.each(['text("none")', 'tools.update_plan(plan)', 'tools.update_plan({ plan: [] })'])('%s tells none', (script) => {
  expect(planInScript(script)).toBeUndefined();
});
