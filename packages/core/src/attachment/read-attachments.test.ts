import { expect, test } from 'vitest';
import { readAttachments } from './read-attachments.ts';

const gitHub = { pages: 'https://github.com', api: 'https://api.github.com' };
const own = { pages: 'https://ghe.example', api: 'https://ghe.example/api/v3' };
const uuid = '2f1a0c7e-0b1d-4b51-9a3e-7d7a3b0e9c11';
const signed = `https://private-user-images.githubusercontent.com/7/9-${uuid}.png?jwt=eyJ.x.y`;

const read = (html: string, hosts = gitHub) => readAttachments(html, hosts);
const shown = (html: string, hosts = gitHub) => read(html, hosts).map(({ kind, name }) => `${kind} ${name}`);

test('a picture is read at the address that opens, by the name that it was given', () => {
  const html = `<p>See <a href="${signed}"><img width="3" alt="Before &amp; &quot;after&quot;" src="${signed}&amp;x=1"></a></p>`;
  expect(read(html)).toEqual([{ kind: 'picture', name: 'Before & "after"', url: `${signed}&x=1` }]);
});

test('a picture that stands twice is one', () => {
  expect(read(`<img src="${signed}1" alt="a"><img src="${signed}2" alt="b">`)).toHaveLength(1);
});

const cases = [
  { what: 'an upload without a name', html: `<img src="${signed}" alt="">`, gives: `picture 9-${uuid}.png` },
  {
    what: 'an upload of a public repository',
    html: `<img src="https://github.com/user-attachments/assets/${uuid}">`,
    gives: `picture ${uuid}`,
  },
  {
    what: 'an older upload',
    html: `<img src="https://github.com/octo-org/demo/assets/7/${uuid}">`,
    gives: `picture ${uuid}`,
  },
  {
    what: 'the oldest',
    html: '<img src="https://user-images.githubusercontent.com/7/9-x.png">',
    gives: 'picture 9-x.png',
  },
  {
    what: 'a zip',
    html: '<a href="https://github.com/user-attachments/files/9/a%20b.zip">a b.zip</a>',
    gives: 'file a b.zip',
  },
  {
    what: 'an older file',
    html: '<a href="https://github.com/octo-org/demo/files/9/log.txt">log</a>',
    gives: 'file log.txt',
  },
  {
    what: 'a name that is no UTF-8',
    html: '<a href="https://github.com/user-attachments/files/9/%E0.zip">x</a>',
    gives: 'file %E0.zip',
  },
  { what: 'a video', html: `<video src="${signed}" controls="controls"></video>`, gives: `video 9-${uuid}.png` },
  {
    what: 'a picture of another host',
    html: '<img src="https://camo.githubusercontent.com/1/2" data-canonical-src="https://far.example/cat.png">',
    gives: 'elsewhere cat.png',
  },
] as const;
for (const { what, html, gives } of cases) {
  test(`${what} is told`, () => expect(shown(html)).toEqual([gives]));
}

const nothing = [
  { what: 'a file of the repository', html: '<img src="https://github.com/octo-org/demo/raw/main/a.png">' },
  { what: 'a relative address', html: '<img src="docs/a.png">' },
  {
    what: 'an emoji',
    html: '<img class="emoji" src="https://github.githubassets.com/images/icons/emoji/octocat.png">',
  },
  { what: 'a link to a page', html: '<a href="https://github.com/octo-org/demo/issues/1">x</a>' },
  { what: 'an address in code', html: `<code>&lt;img src="${signed}"&gt;</code>` },
  { what: 'no text', html: '' },
];
for (const { what, html } of nothing) {
  test(`${what} is no attachment`, () => expect(shown(html)).toEqual([]));
}

const impostors = [
  'https://private-user-images.githubusercontent.com.evil.example/x.png',
  'https://evil.example/user-attachments/assets/x',
  'http://private-user-images.githubusercontent.com/x.png',
  'https://private-user-images.githubusercontent.com:8443/x.png',
  'https://github.com@evil.example/user-attachments/assets/x',
  'http://169.254.169.254/user-attachments/assets/x',
  'file:///etc/passwd',
  'data:image/png;base64,AAAA',
];
for (const address of impostors) {
  test(`${address} is no picture of GitHub`, () =>
    expect(shown(`<img src="${address}" alt="x">`)).toEqual(['elsewhere x']));
}

test('an own server keeps pictures on its own hosts', () => {
  const html = ['https://media.ghe.example/user/1/files/a', 'https://ghe.example/storage/user/1/files/b', signed]
    .map((address, index) => `<img src="${address}" alt="${index}">`)
    .join('');
  expect(shown(html, own)).toEqual(['picture 0', 'picture 1', 'elsewhere 2']);
});

test('a quote in the text hides no picture', () => {
  expect(shown(`<p>set a="</p><img alt="x" src="${signed}">`)).toEqual(['picture x']);
});

test('no text makes reading it slow, and of many attachments the first are told', () => {
  const bombs = ['<a x="', '<img ', '<img src="', '<img a=', '<'.repeat(5), `<img src="${signed}`, 'a="'];
  const began = performance.now();
  for (const bomb of bombs) read(`<img ${bomb.repeat(1_000_000 / bomb.length)}`);
  expect(performance.now() - began).toBeLessThan(5_000);
  const many = Array.from({ length: 1_000 }, (_, n) => `<img src="${signed.replace('/9-', `/${n}-`)}">`).join('');
  expect(read(many)).toHaveLength(300);
});
