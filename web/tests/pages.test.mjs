// Every page: no accessibility violation, no sideways scroll, a heading, a title, nothing loaded from elsewhere.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { everyPage, launch, open, startService, violations } from './place.mjs';

let service;
let browser;
let pages;

before(async () => {
  service = await startService();
  browser = await launch();
  pages = await everyPage(service.url);
});

after(async () => {
  await browser?.close();
  await service?.stop();
});

for (const [size, width] of [['desktop', 1280], ['320 pixels', 320]]) {
  test(`every page passes axe and reflows at ${size}`, async (t) => {
    const { context, page, problems } = await open(browser, service.url, { width });
    for (const [name, path] of pages) {
      await t.test(`${name} at ${size}`, async () => {
        problems.length = 0;
        await page.goto(path, { waitUntil: 'load' });
        assert.deepEqual(await violations(page), [], `axe on ${path}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(wide <= 0, `${path} is ${wide} pixels wider than the window`);
        assert.equal(await page.locator('h1').count(), 1, `${path} has one h1`);
        assert.match(await page.title(), /.+ – .+ – Wardwise$/);
        const noise = problems.filter((text) => !text.includes('404'));
        assert.deepEqual(noise, [], `console of ${path}`);
      });
    }
    await context.close();
  });
}

test('links and buttons are at least 24 pixels high, or stand in a sentence', async (t) => {
  const { context, page } = await open(browser, service.url, { width: 360 });
  for (const [name, path] of pages) {
    await t.test(name, async () => {
      await page.goto(path);
      const small = await page.evaluate(() => {
        const inSentence = (element) =>
          getComputedStyle(element).display === 'inline' && element.parentElement?.closest('p, li, td, th, dd, figcaption, label, caption');
        const targets = document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary');
        return [...targets]
          .filter((element) => !element.closest('svg') && !element.closest('.govuk-visually-hidden'))
          .filter((element) => {
            const box = element.getBoundingClientRect();
            if (box.width === 0 || box.height === 0 || element.classList.contains('govuk-skip-link')) return false;
            return (box.width < 24 || box.height < 24) && !inSentence(element);
          })
          .map((element) => `${element.tagName} ${element.className} ${element.textContent?.trim().slice(0, 40)}`);
      });
      assert.deepEqual(small, []);
    });
  }
  await context.close();
});

test('every page is below 150 kB before the map arrives', async () => {
  for (const [name, path] of pages) {
    const answer = await fetch(service.url + path, { headers: { accept: 'text/html' } });
    const bytes = (await answer.arrayBuffer()).byteLength;
    assert.ok(bytes < 150_000, `${name} (${path}) has ${bytes} bytes`);
  }
});

test('nothing is asked of any other host', async () => {
  const { context, page } = await open(browser, service.url);
  const elsewhere = [];
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== service.url) elsewhere.push(request.url());
  });
  for (const [, path] of pages.slice(0, 8)) await page.goto(path, { waitUntil: 'load' });
  assert.deepEqual(elsewhere, []);
  await context.close();
});
