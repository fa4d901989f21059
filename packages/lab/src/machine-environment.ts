const passed =
  /^(PATH|HOME|LANG|LC_\w+|TZ|USER|LOGNAME|SHELL|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|GIT_SSL_CAINFO|(HTTPS?|NO)_PROXY|(https?|no)_proxy)$/;
/** Everything that the lab serves. A proxy of the machine cannot reach it. */
const ownHosts = '127.0.0.1,localhost,.localhost';

/** What a runner's machine would have: no token, no key, nothing else of the shell that started the lab. */
export function machineEnvironment(environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const entries = Object.entries(environment).filter(([name]) => passed.test(name));
  const kept = Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']));
  if (!entries.some(([name]) => /^https?_proxy$/i.test(name))) return kept;
  const others = kept['NO_PROXY'] || kept['no_proxy'];
  const direct = others ? `${others},${ownHosts}` : ownHosts;
  return { ...kept, NO_PROXY: direct, no_proxy: direct };
}
