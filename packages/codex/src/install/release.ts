import { Failure } from '@codex-worker/core';

/** The version of Codex CLI that the worker is tested with. */
export const defaultVersion = '0.169.0';

/** One build of Codex CLI in the npm registry. */
export interface Release {
  readonly version: string;
  readonly arch: 'x64' | 'arm64';
  /** Version of the npm package that holds this platform's binaries. */
  readonly packageVersion: string;
  /** The digest that we know by heart; undefined where the registry's word has to do. */
  readonly pinned: string | undefined;
}

/** `dist.integrity` of the default version, so that no registry or mirror can hand us another binary. */
const pins: Readonly<Record<string, string>> = {
  '0.169.0-linux-x64':
    'sha512-o05NyAOCDygSPRo1yinzxvkRSdmsZyBD9E7mbpmjRanSfM8lypqWtQgEo4XfNkwhuCR2aFu8mlGOsQGFXVbVww==',
  '0.169.0-linux-arm64':
    'sha512-NZ/DaQUpcQmxmqee7Z9uC1rzw3GhSbooawcaTe1LN5Yk+WlinUKGdTXJgClRT/9ogQEEM9TWxYzvxPfj5G/xFg==',
};

/** Chooses the build for a machine, or says that there is none. */
export function chooseRelease(version: string, platform: string, arch: string): Release {
  if (platform !== 'linux' || (arch !== 'x64' && arch !== 'arm64')) throw unsupported(platform, arch);
  if (!/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version)) throw notAVersion(version);
  const packageVersion = `${version}-${platform}-${arch}`;
  return { version, arch, packageVersion, pinned: pins[packageVersion] };
}

function unsupported(platform: string, arch: string): Failure {
  return new Failure('codex-install', {
    what: `This runner is ${platform}-${arch}, and the worker runs Codex on linux-x64 and linux-arm64 only.`,
    fix: 'Choose a Linux runner in `runs-on`.',
  });
}

function notAVersion(version: string): Failure {
  return new Failure('input-invalid', {
    what: `\`codex-version\` is "${version}", which is no version number.`,
    fix: `Name one version exactly, for example ${defaultVersion}.`,
  });
}
