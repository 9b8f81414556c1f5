// The same place without scripts, without WebGL, and on paper.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { everyPage, launch, mapReady, open, startService } from './place.mjs';

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

test('without scripts a ward is found, opened and read', async () => {
  const { context, page } = await open(browser, service.url, { scripts: false, width: 360 });
  await page.goto('/');
  const name = await page.locator('#list tbody th a').first().innerText();
  await page.getByLabel('Find a place').fill(name);
  await page.getByRole('button', { name: 'Find' }).click();
  if (new URL(page.url()).pathname === '/search') {
    await page.locator('main').getByRole('link', { name, exact: true }).first().click();
  }
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), name);
  await context.close();
});

test('without scripts the map is links with names, and its focus ring is drawn on top', async () => {
  const { context, page } = await open(browser, service.url, { scripts: false });
  await page.goto('/map');
  const areas = page.locator('.ww-map__svg .ww-areas a');
  const count = await areas.count();
  assert.ok(count > 0);
  assert.equal(count, await page.locator('#list tbody tr').count());
  await areas.nth(1).focus();
  await page.keyboard.press('Tab');
  const shown = await page.evaluate(
    () => [...document.querySelectorAll('.ww-rings use')].filter((ring) => getComputedStyle(ring).display !== 'none').length,
  );
  assert.equal(shown, 1, 'one ring is shown');
  const href = await page.evaluate(() => document.activeElement?.getAttribute('href'));
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === new URL(href, service.url).pathname);
  await context.close();
});

test('without scripts a figure is chosen for the map by a form', async () => {
  const { context, page } = await open(browser, service.url, { scripts: false });
  await page.goto('/map');
  const figures = page.getByLabel('Colour the map by');
  await figures.selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  assert.ok((await page.locator('.ww-legend__item').count()) >= 2);
  assert.match(await page.locator('.ww-legend__method').innerText(), /^Method: /);
  await context.close();
});

test('without scripts a register is filtered and a list is sorted', async () => {
  const { context, page } = await open(browser, service.url, { scripts: false });
  await page.goto('/registers');
  await page.locator('.ww-card a').first().click();
  await page.getByLabel('Contains').fill('a');
  await page.getByRole('button', { name: 'Show records' }).click();
  await page.getByRole('columnheader', { name: /^Name/ }).getByRole('link').click();
  assert.equal(await page.locator('th[aria-sort=ascending]').count(), 1);
  await context.close();
});

test('without WebGL the drawn map stays, with a word about it', async () => {
  const plain = await launch({ webgl: false });
  const { context, page } = await open(plain, service.url);
  await page.goto('/');
  assert.equal(await mapReady(page), 'failed');
  await page.getByText(/no WebGL/).waitFor();
  assert.ok(await page.locator('.ww-map__paper > .ww-map__svg').isVisible());
  assert.ok((await page.locator('#list tbody tr').count()) > 0);
  await context.close();
  await plain.close();
});

test('on paper the map is drawn, not photographed, and every page prints', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/');
  await mapReady(page);
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('.ww-map__paper > .ww-map__svg').isVisible());
  assert.equal(await page.locator('.ww-live').isVisible(), false);
  assert.equal(await page.locator('.ww-header').isVisible(), false);
  const pages = await everyPage(service.url);
  for (const [name, path] of pages.slice(0, 12)) {
    await page.goto(path);
    const pdf = await page.pdf({ format: 'A4' });
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-', name);
    assert.ok(pdf.length > 5_000, `${name} prints more than nothing`);
  }
  await context.close();
});

test('zoomed to 400 percent nothing is lost sideways', async () => {
  const { context, page } = await open(browser, service.url, { width: 320, height: 256 });
  for (const path of ['/', '/where', '/data', '/registers']) {
    await page.goto(path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${path} is ${wide} pixels too wide`);
    await page.getByRole('heading', { level: 1 }).waitFor();
  }
  await context.close();
});
