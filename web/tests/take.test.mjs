// Maps as files, and texts for other programs, at the end of each page that shows data.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, startService } from './place.mjs';

let service;
let browser;

before(async () => {
  service = await startService();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await service?.stop();
});

const PAGES = ['/', '/map', '/data/wards/2023', '/boundaries', '/boundaries/changes', '/colocation'];

test('without scripts every map can be had for every paper, and texts are there to be selected', async () => {
  const { context, page } = await open(browser, service.url, { scripts: false });
  for (const path of PAGES) {
    await page.goto(path);
    const files = page.locator('#take .ww-downloads a');
    assert.equal(await files.count(), 12, path);
    for (const href of await files.evaluateAll((links) => links.map((link) => link.getAttribute('href')))) {
      const answer = await fetch(service.url + href);
      assert.equal(answer.status, 200, href);
      assert.match(answer.headers.get('content-type'), href.includes('map.svg') ? /^image\/svg\+xml/ : /^image\/png/);
      await answer.arrayBuffer();
    }
    assert.equal(await page.locator('.ww-copy').first().isVisible(), false, 'a button that could do nothing');
    await page.locator('#use > summary').click();
    assert.match(await page.locator('#use pre').first().innerText(), /http:\/\/127\.0\.0\.1:\d+\//, path);
  }
  await context.close();
});

test('a text is copied whole by its button, and said to be', async () => {
  const { context, page } = await open(browser, service.url);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/data/wards/2023');
  await page.locator('#use > summary').click();
  await page.locator('#use .ww-copy').first().click();
  await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor({ state: 'attached' });
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied.trim(), (await page.locator('#use pre').first().textContent()).trim());
  assert.match(copied, /^from qgis\.core import/);
  await context.close();
});

test('the file is that of the view that is shown', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/assessments/priorities?show=rank');
  const href = await page.getByRole('link', { name: /^SVG of the map, A4 upright/ }).getAttribute('href');
  const svg = await (await fetch(service.url + href)).text();
  assert.match(svg, /width="210mm" height="297mm"/);
  assert.match(svg, /ranks by area of/);
  await page.goto(href);
  assert.equal(await page.locator('svg > title').count(), 1);
  const box = await page.locator('svg > rect').first().boundingBox();
  assert.ok(Math.abs(box.width / box.height - 210 / 297) < 0.01);
  await context.close();
});
