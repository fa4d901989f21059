import type { BundleContents, Ledger, RequestRecord, TurnRecord } from '@codex-worker/core';
import { printable, printableJson } from '../printable.ts';
import type { OpenedSession } from './opened-session.ts';

/** A session as JSON: everything but what the files hold. */
export function sessionAsJson({ header, contents, openedWith, sealed }: OpenedSession): string {
  const files = contents.files.map(({ path, bytes }) => ({ path, bytes: bytes.length }));
  return printableJson({ header, openedWith, bytes: sealed, ledger: contents.ledger, files });
}

/** A session in words. A model, a branch or a path was chosen by others: nothing of them steers the terminal. */
export function describeSession({ header, contents, openedWith, sealed }: OpenedSession): string {
  const { ledger, files } = contents;
  const lines = [
    `The session of ${header.thread}, in the repository with id ${header.repositoryId}`,
    `Bundle ${header.sequence} of the thread, format ${header.version}, by Codex ${header.codexVersion}; ${count(sealed)} bytes sealed, ${count(unpacked(contents))} unpacked; opened with the key of ${openedWith}`,
    `Began ${ledger.beganAt}${settingsOf(ledger)}`,
    '',
    ...section('Requests', ledger.requests.map(requestLine)),
    ...section('Turns', ledger.turns.map(turnLine)),
    ...section(
      'Files',
      files.map(({ path, bytes }) => `${path}  ${count(bytes.length)} bytes`),
    ),
  ];
  return `${lines.map(printable).join('\n').trimEnd()}\n`;
}

const count = (number: number): string => number.toLocaleString('en-US');

const unpacked = ({ ledger, files }: BundleContents): number =>
  files.reduce((sum, { bytes }) => sum + bytes.length, JSON.stringify(ledger).length);

function section(title: string, lines: readonly string[]): readonly string[] {
  return [`${title}${lines.length === 0 ? ': none' : ''}`, ...lines.map((line) => `  ${line}`), ''];
}

function settingsOf({ settings: { sandbox, model, effort, branch, sessionId } }: Ledger): string {
  const named = { sandbox, model, effort, branch, session: sessionId };
  return Object.entries(named)
    .flatMap(([name, value]) => (value === undefined ? [] : [`; ${name} ${value}`]))
    .join('');
}

function requestLine({ id, author, createdAt, state, turn, again }: RequestRecord): string {
  const inTurn = turn === undefined ? '' : ` in turn ${turn + 1}`;
  return `${id}  @${author}  ${createdAt}  ${state}${inTurn}${again === undefined ? '' : `, ${again} once more`}`;
}

function turnLine(turn: TurnRecord, index: number): string {
  const { startedAt, endedAt, outcome, failure, model, tokens, sessionId, mode, undone } = turn;
  const facts = [
    startedAt,
    `${Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000)} s`,
    failure === undefined ? outcome : `${outcome}: ${failure}`,
    model,
    tokens && `${count(tokens.input + tokens.output)} tokens`,
    mode,
    undone && 'undone',
    sessionId && `session ${sessionId}`,
  ];
  return `${index + 1}  ${facts.filter(Boolean).join('  ')}`;
}
