import fc from 'fast-check';
import { expect, test } from 'vitest';
import { html } from './html.ts';

test('a text stays a text, in an element as well as in an attribute', () => {
  const text = `<script>alert("1")</script> & 'x'`;
  expect(html`<p title="${text}">${text}</p>`.toString()).toBe(
    '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;</p>',
  );
});

test('markup stays markup, lists are joined, and nothing is written for nothing', () => {
  expect(html`<ul>${['a', 'b'].map((name) => html`<li>${name}</li>`)}${undefined}${0}</ul>`.toString()).toBe(
    '<ul><li>a</li><li>b</li>0</ul>',
  );
});

test('no text opens an element or closes a quote', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[<>"']/.test(html`${text}`.toString())));
});
