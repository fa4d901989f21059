// RUNNER_TRACKING_ID is no secret: by it the runner finds, at the end of a job, what a crash left running.
const kept = /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_[A-Z]+|TZ|TERM|RUNNER_TRACKING_ID)$/;
const keptByProxy = /^(PATH|HOME|(HTTPS|NO)_PROXY|(https|no)_proxy|SSL_CERT_(FILE|DIR)|RUNNER_TRACKING_ID)$/;

/** The whole environment of Codex. A list of what may pass, since nobody can list every secret that must not. */
export function codexEnvironment(environment: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv {
  return { ...pick(environment, kept), CODEX_HOME: home };
}

/** The whole environment of the key's proxy: what it takes to reach OpenAI from here. */
export function proxyEnvironment(environment: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv {
  return { ...pick(environment, keptByProxy), CODEX_HOME: home };
}

function pick(environment: NodeJS.ProcessEnv, names: RegExp): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => names.test(name)));
}
