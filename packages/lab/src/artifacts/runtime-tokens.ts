import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** The job that a runtime token speaks for. */
export interface RuntimeJob {
  readonly runId: number;
  readonly jobId: number;
}

/** Tokens for `ACTIONS_RUNTIME_TOKEN`: JWTs whose `scp` claim names the run and the job. */
export interface RuntimeTokens {
  mint(job: RuntimeJob): string;
  /** The job of a token that we signed, undefined for any other. */
  read(token: string): RuntimeJob | undefined;
}

/** Signs runtime tokens with a key that lives as long as the process. */
export function createRuntimeTokens(): RuntimeTokens {
  const key = randomBytes(32);
  const sign = (text: string) => createHmac('sha256', key).update(text).digest();
  return {
    mint({ runId, jobId }) {
      const claims = { iss: 'lab', scp: `Actions.ExampleScope Actions.Results:${runId}:${jobId}` };
      const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
      return `${text}.${sign(text).toString('base64url')}`;
    },
    read(token) {
      const [header = '', claims = '', signature = ''] = token.split('.');
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(`${header}.${claims}`);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      const scope = /Actions\.Results:(\d+):(\d+)/.exec(Buffer.from(claims, 'base64url').toString());
      return scope === null ? undefined : { runId: Number(scope[1]), jobId: Number(scope[2]) };
    },
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
