import { expect, test } from 'vitest';
import { refusedHosts } from './refused-hosts.ts';

const line = (decision: string, host: string, port = 443) =>
  `2026-11-23T03:30:02.372252Z  INFO codex_otel.network_proxy: event.name="codex.network_proxy.policy_decision" model="gpt-5.5" network.policy.scope="domain" network.policy.decision="${decision}" network.policy.source="baseline_policy" network.policy.reason="not_allowed" network.transport.protocol="https_connect" server.address="${host}" server.port=${port} http.request.method="CONNECT"`;

test('each refused host is kept once', () => {
  const refused = refusedHosts();
  for (const host of ['evil.example', 'Evil.example', 'other.example'])
    expect(refused.note(line('deny', host))).toBe(true);
  expect(refused.names).toEqual(['evil.example:443', 'other.example:443']);
});

test('what was let through is none of them', () => {
  const refused = refusedHosts();
  expect(refused.note(line('allow', 'packages.example.org'))).toBe(true);
  expect(refused.names).toEqual([]);
});

test('any other line is left to whoever reads the last words', () => {
  const refused = refusedHosts();
  expect(refused.note('Error: no rollout found')).toBe(false);
});

test('a host is kept only if it looks like one', () => {
  const refused = refusedHosts();
  refused.note(line('deny', 'evil.example @alice <b>'));
  expect(refused.names).toEqual([]);
});

test('more than twenty are not listed', () => {
  const refused = refusedHosts();
  for (let i = 0; i < 30; i += 1) refused.note(line('deny', `host-${i}.example`));
  expect(refused.names).toHaveLength(20);
});
