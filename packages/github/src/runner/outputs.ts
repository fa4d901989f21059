import * as core from '@actions/core';
import { redacted } from './mask.ts';

/** GitHub drops a job summary above 1 MiB; what does not fit is cut. */
const LONGEST_SUMMARY = 1_000_000;

/** Sets an output of the step; undefined is the empty text. */
export function output(name: string, value: string | number | boolean | undefined): void {
  core.setOutput(name, typeof value === 'string' ? redacted(value) : (value ?? ''));
}

/** Adds Markdown to the page of the run. */
export async function summary(markdown: string): Promise<void> {
  if (!process.env['GITHUB_STEP_SUMMARY']) return;
  const clean = redacted(markdown);
  const bytes = Buffer.from(clean);
  // A character that the cut goes through is dropped with it.
  const text =
    bytes.length <= LONGEST_SUMMARY ? clean : bytes.toString('utf8', 0, LONGEST_SUMMARY).replace(/\uFFFD$/, '');
  await core.summary.addRaw(text, true).write();
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
