const kept = /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_[A-Z]+|TZ|TERM)$/;
const keptByProxy = /^(PATH|HOME|HTTPS_PROXY|https_proxy|NO_PROXY|no_proxy|SSL_CERT_FILE|SSL_CERT_DIR)$/;

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
