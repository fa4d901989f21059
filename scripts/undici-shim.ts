import type { Plugin } from 'esbuild';

/**
 * The toolkit bundles a 420 kB HTTP client to use its ProxyAgent, which few runners need: this reads it from a file of its
 * own when it is asked for, and lets Node's fetch do the rest.
 */
const shim = `
let whole;
const beside = './undici.cjs';
const load = () => (whole ??= require(beside));
export class ProxyAgent { constructor(...args) { return new (load().ProxyAgent)(...args); } }
export const fetch = (url, init) => (init?.dispatcher ? load().fetch(url, init) : globalThis.fetch(url, init));
export const Headers = globalThis.Headers, Request = globalThis.Request, Response = globalThis.Response, FormData = globalThis.FormData;
export default { ProxyAgent, fetch, Headers, Request, Response, FormData };
`;

/** What the file beside exports. */
export const proxying = `
const { prototype } = require('undici/lib/dispatcher/dispatcher.js');
prototype.connect = require('undici/lib/api/api-connect.js');
exports.ProxyAgent = require('undici/lib/dispatcher/proxy-agent.js');
exports.fetch = require('undici/lib/web/fetch/index.js').fetch;
`;

export const undiciShim: Plugin = {
  name: 'undici-shim',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^undici$/ }, () => ({ path: 'undici', namespace: 'undici-shim' }));
    onLoad({ filter: /.*/, namespace: 'undici-shim' }, () => ({ contents: shim, loader: 'js' }));
  },
};
