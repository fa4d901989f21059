import type { NothingLost, ProposalNote, ProposeEnd } from '../proposal/propose-end.ts';
import { fenced } from '../turn/fenced.ts';
import { withHiddenShown } from './hidden-characters.ts';
import { texts } from './texts.ts';

/** What became of the change, in the words of the reply. */
export function renderEnd(end: ProposeEnd, runUrl: string): readonly string[] {
  switch (end.kind) {
    case 'not-applied':
      return [texts.notApplied(end.why)];
    case 'conflicts':
      return [texts.conflicts(end.detail, runUrl)];
    case 'held':
      return [texts.held(end.detail, runUrl)];
    case 'refused':
      return [texts.pushRefused(end.detail, runUrl)];
    case 'none':
    case 'opened':
    case 'updated':
    case 'pushed':
    case 'applied':
    case 'not-permitted': {
      const leftOut = end.leftOut.length > 0 ? [texts.leftOut(end.leftOut, runUrl, end.attached?.url)] : [];
      return [...renderLanded(end), ...(end.notes ?? []).flatMap(renderNote), ...leftOut];
    }
  }
}

function renderLanded(end: NothingLost): readonly string[] {
  switch (end.kind) {
    case 'none':
      return [];
    case 'opened':
      return [texts.opened(end.pullRequest)];
    case 'updated':
      return [texts.pushedTo(end.branch, end.sha)];
    case 'pushed': {
      const waits = end.notes?.some(({ kind }) => kind === 'on-request');
      return [waits ? texts.prOnRequest(end.branch, end.sha) : texts.pushedTo(end.branch, end.sha)];
    }
    case 'not-permitted':
      return [texts.prNotPermitted(end.compareUrl)];
    case 'applied': {
      const { branch, sha, proposal } = end;
      return 'number' in proposal
        ? [texts.applied(branch, sha, proposal.number)]
        : [texts.appliedOnly(branch, sha, proposal.compareUrl)];
    }
  }
}

function renderNote(note: ProposalNote): readonly string[] {
  switch (note.kind) {
    case 'labels':
      return [texts.labelsRefused(note.names, note.why)];
    case 'reviewers':
      return [texts.reviewersRefused(note.names, note.why)];
    case 'forbidden':
      return [texts.prForbidden(note.compareUrl)];
    case 'not-opened':
      return [texts.prRefused(note.why, note.compareUrl)];
    case 'nothing-to-open':
      return [texts.prNothingToOpen];
    case 'open-already':
      return [texts.prOpenAlready(note.pullRequest)];
    case 'on-request':
    // The log says it: whoever asked can do nothing about it.
    case 'not-linked':
      return [];
  }
}

/** The patch of a change that stayed outside, folded, where there is room for it. */
export function renderPatch(end: ProposeEnd, room: number): string {
  const isLeftOut = 'attached' in end;
  const patch = isLeftOut ? end.attached?.patch : 'patch' in end ? end.patch : undefined;
  if (patch === undefined || patch.length > room) return '';
  const block = fenced(withHiddenShown(patch.trimEnd()), 'diff');
  if (block.length > room) return '';
  const title = isLeftOut ? texts.leftOutShown : texts.patchShown;
  return `<details><summary>${title}</summary>\n\n${block}\n\n</details>`;
}
