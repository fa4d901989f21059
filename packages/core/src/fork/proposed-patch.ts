import { codeBlocks } from '../reply/code-block.ts';
import { digest, hexOf } from '../request/digest.ts';
import { fenced } from '../turn/fenced.ts';

/** A change that Codex proposes to a commit of a fork, where it may change nothing itself. */
export interface ProposedPatch {
  /** The commit that it applies to. */
  readonly head: string;
  /** As git writes it. */
  readonly patch: string;
}

export interface SplitAnswer {
  readonly text: string;
  /** What stood in the last `diff` block, as it stood there. */
  readonly patch: string | undefined;
}

/** Takes the last block that is a diff out of an answer. */
export function splitAnswer(answer: string): SplitAnswer {
  const blocks = codeBlocks(answer).map((block) => ({ ...block, ...inside(answer.slice(block.start, block.end)) }));
  const last = blocks.findLast(({ language, code }) => /^(?:diff|patch)$/i.test(language) && isDiff(code));
  if (!last) return { text: answer, patch: undefined };
  const text = [answer.slice(0, last.start), answer.slice(last.end)].map((part) => part.trim()).filter(Boolean);
  return { text: text.join('\n\n'), patch: last.code };
}

const isDiff = (code: string): boolean => /^--- /m.test(code) && /^\+\+\+ /m.test(code);

function inside(block: string): { readonly language: string; readonly code: string } {
  const [first = '', ...lines] = block.replaceAll('\r\n', '\n').trimEnd().split('\n');
  const isClosed = /^ {0,3}(?:`{3,}|~{3,})[ \t]*$/.test(lines.at(-1) ?? '');
  const code = (isClosed ? lines.slice(0, -1) : lines).join('\n');
  return {
    language:
      first
        .replace(/^[`~]+/, '')
        .trim()
        .split(/\s/)[0] ?? '',
    code: `${code}\n`,
  };
}

const PATTERN = /^<!-- codex-worker:patch head=([0-9a-f]{40}) digest=([0-9a-f]{64}) -->$/;

/** The patch as a block that nothing in it can close. */
export const renderPatchBlock = ({ patch }: ProposedPatch): string => fenced(patch.replace(/\n$/, ''), 'diff');

/** The hidden line that says which block of a reply is its patch, by digest, and for which commit. */
export function renderPatchMarker({ head, patch }: ProposedPatch): string {
  return `<!-- codex-worker:patch head=${head} digest=${hash(patch)} -->`;
}

/**
 * The patch that a reply of our own offers, byte for byte as it was rendered; undefined when it offers none, or when somebody
 * changed it. The hidden line counts only directly above the reply's markers.
 */
export function readPatch(body: string): ProposedPatch | undefined {
  const text = body.replaceAll('\r\n', '\n').trimEnd();
  const lines = text.split('\n');
  const last = lines.findLast((line) => !line.startsWith('<!-- codex-worker:reply '));
  const [, head, wanted] = PATTERN.exec(last ?? '') ?? [];
  if (head === undefined) return undefined;
  // An earlier block may end in another way, and must not swallow the one that is meant.
  for (const { 0: opening, 1: fence = '', index } of text.matchAll(/^(`{3,})diff\n/gm)) {
    const start = index + opening.length;
    const end = text.indexOf(`\n${fence}\n`, start);
    const patch = text.slice(start, end + 1);
    if (end !== -1 && hash(patch) === wanted) return { head, patch };
  }
  return undefined;
}

/** The digest that a patch's marker and its branch are named by. */
export const patchDigest = ({ patch }: Pick<ProposedPatch, 'patch'>): string => hash(patch);

const hash = (text: string): string => hexOf(digest(text));
