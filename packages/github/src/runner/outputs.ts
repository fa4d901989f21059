import { appendFile, stat } from 'node:fs/promises';
import * as core from '@actions/core';
import { redacted } from './mask.ts';

/** GitHub drops a step's part of the summary above 1 MiB; what does not fit is cut. */
const LONGEST_SUMMARY = 1_000_000;

/** Sets an output of the step; undefined is the empty text. */
export function output(name: string, value: string | number | boolean | undefined): void {
  core.setOutput(name, typeof value === 'string' ? redacted(value) : (value ?? ''));
}

/** Adds Markdown to the page of the run. Where there is no page, or no room left on it, nothing else suffers. */
export async function summary(markdown: string): Promise<void> {
  const file = process.env['GITHUB_STEP_SUMMARY'];
  if (!file) return;
  try {
    const { size } = await stat(file);
    const text = beginning(redacted(markdown), LONGEST_SUMMARY - size);
    if (text === '') warning('The job summary has no room left: GitHub shows 1 MiB of each step.');
    // What stands there already is a paragraph of its own.
    if (text !== '') await appendFile(file, `${size === 0 ? '' : '\n'}${text}\n`);
  } catch (error) {
    warning(`The job summary was not written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** As much of a text as fits. A character that the cut goes through is dropped with it. */
function beginning(text: string, longest: number): string {
  const bytes = Buffer.from(text);
  return bytes.length <= longest ? text : bytes.toString('utf8', 0, Math.max(longest, 0)).replace(/\uFFFD$/, '');
}

/** Writes a line to the log. */
export function info(text: string): void {
  core.info(redacted(text));
}

/** Leaves a note on the page of the run. */
export function notice(text: string, title?: string): void {
  core.notice(redacted(text), title === undefined ? {} : { title });
}

/** Leaves a warning on the page of the run. */
export function warning(text: string, title?: string): void {
  core.warning(redacted(text), title === undefined ? {} : { title });
}
