import { constants, isUtf8 } from 'node:buffer';
import { Failure, fileSections } from '@codex-worker/core';

/**
 * A patch as text, which has no more bytes than `longest`. Text in another encoding would not survive as a string: of such a
 * file, and of no other, the binary patch is taken, which nobody can read.
 */
export async function patchText(
  patch: Buffer,
  asBinary: () => Promise<Buffer>,
  longest = constants.MAX_STRING_LENGTH,
): Promise<string> {
  refuseLonger(patch, longest);
  if (isUtf8(patch)) return patch.toString();
  const binary = await asBinary();
  refuseLonger(binary, longest);
  const binaries = fileSections(binary.toString('latin1'));
  return fileSections(patch.toString('latin1'))
    .map(({ text }, index) => {
      const bytes = Buffer.from(text, 'latin1');
      return isUtf8(bytes) ? bytes.toString() : (binaries[index]?.text ?? '');
    })
    .join('');
}

function refuseLonger(patch: Buffer, longest: number): void {
  if (patch.length <= longest) return;
  throw new Failure('failed', {
    what: `The change has ${Math.ceil(patch.length / 1024 / 1024)} MB as a patch, which is more than can be handed on.`,
    fix: 'Ask for it in smaller parts.',
  });
}
