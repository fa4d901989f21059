import { describe, expect, test } from 'vitest';
import { findChromium } from './find-chromium.ts';
import { chromium, findFaults, openBrowser } from './open-browser.ts';

test('CHROMIUM names the browser, and a name that leads nowhere is no browser', () => {
  expect(findChromium({ CHROMIUM: process.execPath, PATH: '' })).toBe(process.execPath);
  expect(findChromium({ CHROMIUM: '/nowhere/chromium', PATH: process.env['PATH'] })).toBeUndefined();
});

describe.runIf(chromium)('in a real browser', () => {
  test('axe finds what is wrong with a page, and nothing in a sound one', async () => {
    await using browser = await openBrowser();
    const { page, errors } = await browser.open({ width: 390, scheme: 'dark' });
    await page.setContent('<html lang="en"><title>A page</title><main><h1>Hello</h1></main></html>');
    expect(await findFaults(page, { all: true })).toEqual([]);
    await page.setContent('<html lang="en"><title>A page</title><main><h1>Hello</h1><button></button></main></html>');
    expect((await findFaults(page)).map(({ rule }) => rule)).toEqual(['button-name']);
    expect(await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")).toBe(true);
    expect(errors).toEqual([]);
  });
});
