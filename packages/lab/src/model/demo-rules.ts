import type { Rule, Step } from './rule.ts';

/** The model's part in the demo story; the workspace is `packages/lab/demo`. The newest request is looked for first. */
export const demoRules: readonly Rule[] = [
  { when: /also add german/i, steps: () => addGerman },
  { when: /--lang option/i, steps: () => addLanguageOption },
  { when: /what does greet\.mjs do/i, steps: () => explain },
  { when: /which languages does greet\.mjs know/i, steps: () => nameLanguages },
  { when: /CONTEXT CHECKPOINT COMPACTION/, steps: [{ say: 'The demo repository greets; nothing else happened.' }] },
  { when: () => true, steps: restate },
];

const explain: readonly Step[] = [
  { think: '**Looking at the program**' },
  { run: 'ls && cat greet.mjs' },
  {
    say: [
      '`greet.mjs` exports `greet(name)`, which returns `Hello, <name>!`. Run as a program, it greets its first argument, or `world`.',
      '',
      'To greet in other languages:',
      '',
      '1. Keep the words in a table, for example `{ en: "Hello", es: "Hola" }`.',
      '2. Give `greet` a second parameter for the language, English by default.',
      '3. Read it from a `--lang` option with `parseArgs` of `node:util`.',
      '',
      'Reply with the languages that you want, and I make the change.',
    ].join('\n'),
  },
];

const addLanguageOption: readonly Step[] = [
  { say: 'I add the table and the option, then test it.', commentary: true },
  {
    patch: `*** Begin Patch
*** Update File: greet.mjs
@@
 import { pathToFileURL } from 'node:url';
+import { parseArgs } from 'node:util';
 
-export function greet(name) {
-  return \`Hello, \${name}!\`;
+const hello = {
+  en: 'Hello',
+  es: 'Hola',
+  fr: 'Bonjour',
+};
+
+export function greet(name, lang = 'en') {
+  const word = hello[lang];
+  if (!word) throw new RangeError(\`"\${lang}" is not one of \${Object.keys(hello).join(', ')}.\`);
+  return \`\${word}, \${name}!\`;
 }
 
 if (import.meta.url === pathToFileURL(process.argv[1]).href) {
-  const [name = 'world'] = process.argv.slice(2);
-  console.log(greet(name));
+  const { values, positionals } = parseArgs({
+    allowPositionals: true,
+    options: { lang: { type: 'string', default: 'en' } },
+  });
+  const [name = 'world'] = positionals;
+  console.log(greet(name, values.lang));
 }
*** Update File: greet.test.mjs
@@
   assert.equal(greet('Ada'), 'Hello, Ada!');
 });
+
+test('greets in Spanish and in French', () => {
+  assert.equal(greet('Ada', 'es'), 'Hola, Ada!');
+  assert.equal(greet('Ada', 'fr'), 'Bonjour, Ada!');
+});
+
+test('names the languages when it does not know one', () => {
+  assert.throws(() => greet('Ada', 'xx'), /"xx" is not one of en, es, fr/);
+});
*** Update File: README.md
@@
 node greet.mjs Ada
 # Hello, Ada!
+node greet.mjs --lang es Ada
+# Hola, Ada!
*** End Patch`,
  },
  { run: 'node --test' },
  {
    say: [
      '`greet.mjs` now takes `--lang en`, `es` or `fr`; English stays the default, and an unknown language is refused with the list of those it knows.',
      '',
      'The tests cover both new languages and the refusal, and pass. The README shows the option.',
    ].join('\n'),
  },
];

const addGerman: readonly Step[] = [
  { run: 'cat greet.mjs' },
  {
    patch: `*** Begin Patch
*** Update File: greet.mjs
@@
   es: 'Hola',
   fr: 'Bonjour',
+  de: 'Hallo',
 };
*** Update File: greet.test.mjs
@@
   assert.equal(greet('Ada', 'fr'), 'Bonjour, Ada!');
 });
+
+test('greets in German', () => {
+  assert.equal(greet('Ada', 'de'), 'Hallo, Ada!');
+});
*** End Patch`,
  },
  { run: 'node --test' },
  { say: '`--lang de` now greets with `Hallo`. I added a test for it; all tests pass.' },
];

const nameLanguages: readonly Step[] = [
  { run: 'cat greet.mjs' },
  { say: 'On the main branch `greet.mjs` knows English alone. The other languages wait in the pull request.' },
];

function restate(prompt: string): readonly Step[] {
  const request = prompt.replaceAll(/\s+/g, ' ').trim();
  const quoted = request.length > 200 ? `${request.slice(0, 200)}…` : request;
  return [{ run: 'git status --short && ls' }, { say: `I looked at the repository for this request: "${quoted}".` }];
}
