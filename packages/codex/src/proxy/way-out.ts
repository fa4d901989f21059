import { readdir, readFile } from 'node:fs/promises';
import type { AgentOptions } from 'node:https';
import path from 'node:path';
import { getCACertificates } from 'node:tls';

/** How other machines are reached from here, as the CLI does it, in options of Node: by itself Node takes neither a proxy nor these certificates. */
export async function wayOut(environment: NodeJS.ProcessEnv): Promise<AgentOptions> {
  const proxyNames = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];
  const proxyEnv = Object.fromEntries(
    proxyNames.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
  const own = await ownCertificates(environment);
  return { keepAlive: true, proxyEnv, ...(own.length === 0 ? {} : { ca: [...getCACertificates(), ...own] }) };
}

async function ownCertificates(environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const { SSL_CERT_FILE: file, SSL_CERT_DIR: folder } = environment;
  const files = [...(file ? [file] : []), ...(folder ? await filesOf(folder) : [])];
  const texts = await Promise.all(files.map((each) => readFile(each, 'utf8').catch(() => '')));
  return texts.filter((text) => text.includes('-----BEGIN CERTIFICATE-----'));
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => path.join(folder, name));
}
