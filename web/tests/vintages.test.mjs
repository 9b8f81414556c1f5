// What became of the wards, how geographies fit, and a figure through the years: by mouse, by keyboard, without scripts.
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

test('without scripts a change is filtered by a form, and an area leads to its page and back', async () => {
  const { context, page, problems } = await open(browser, service.url, { scripts: false });
  await page.goto('/boundaries/changes');
  await page.getByRole('heading', { level: 2, name: /Wards, May 2012 to Wards, May 2023/ }).waitFor();
  const all = await page.getByRole('region', { name: 'New areas and where they came from' }).locator('tbody tr').count();
  const kinds = page.getByLabel('Show areas that are');
  const second = await kinds.locator('option').nth(1).innerText();
  await kinds.selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Compare' }).click();
  assert.match(page.url(), /event=/);
  const said = Number(second.match(/\((\d+)\)/)[1]);
  const old = await page.getByRole('region', { name: 'Old areas and where they went' }).locator('tbody tr').count();
  const now = await page.getByRole('region', { name: 'New areas and where they came from' }).locator('tbody tr').count();
  assert.equal(old + now, said, second);
  assert.ok(now <= all);
  await page.goto('/boundaries/changes');
  const area = page.getByRole('region', { name: 'New areas and where they came from' }).locator('tbody th a').first();
  const name = await area.innerText();
  await area.click();
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), name);
  await page.getByRole('link', { name: /^What changed from/ }).first().click();
  await page.getByRole('heading', { level: 1, name: 'What changed between editions' }).waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});

test('the map of changes can be walked through by keyboard', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/boundaries/changes');
  const areas = page.locator('.ww-map__svg .ww-areas a');
  assert.ok((await areas.count()) > 1);
  await areas.first().focus();
  await page.keyboard.press('Tab');
  const href = await page.evaluate(() => document.activeElement?.getAttribute('href'));
  assert.match(href, /^\/area\/wards\/2023\//);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === href);
  await context.close();
});

test('a wrong choice is explained, focused and kept', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/boundaries/fit');
  await page.getByLabel('Least part, per cent').fill('lots');
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByRole('link', { name: /number of per cent/ }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'least');
  assert.equal(await page.getByLabel('Least part, per cent').inputValue(), 'lots');
  await context.close();
});

test('the fit of geographies is measured for those that are ticked, by keyboard alone', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/boundaries/fit');
  const ticks = page.getByRole('group', { name: 'Geographies to compare' }).getByRole('checkbox');
  const ticked = await ticks.evaluateAll((boxes) => boxes.filter((box) => box.checked).length);
  const rows = page.getByRole('region', { name: 'Matrix of misfits' }).locator('tbody tr');
  assert.equal(await rows.count(), ticked);
  const off = await ticks.evaluateAll((boxes) => boxes.findIndex((box) => !box.checked));
  await ticks.nth(off).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await page.waitForURL(/layer=/);
  assert.equal(await rows.count(), ticked + 1);
  await context.close();
});

test('of many split areas the first are listed, all on demand, and their smaller parts unfold without scripts', async () => {
  const { context, page } = await open(browser, service.url, { scripts: false, width: 375 });
  await page.goto('/boundaries/fit?split=2&least=1');
  const list = page.getByRole('region', { name: 'Areas that are cut up' });
  const rows = list.locator('tbody tr');
  assert.equal(await rows.count(), 10);
  const parts = (await rows.locator('td:nth-child(3)').evaluateAll((cells) => cells.map((cell) => cell.querySelectorAll('li').length)));
  assert.deepEqual(parts, parts.toSorted((a, b) => b - a), 'those in most parts come first');
  const fold = rows.first().locator('summary');
  const hidden = rows.first().locator('details li').first();
  assert.equal(await hidden.isVisible(), false);
  await fold.focus();
  await page.keyboard.press('Enter');
  assert.equal(await hidden.isVisible(), true);
  const all = page.getByRole('link', { name: /^List all \d+$/ });
  const count = Number((await all.innerText()).replace('List all ', ''));
  await all.click();
  assert.equal(await rows.count(), count);
  await page.getByRole('link', { name: /^list only these/ }).first().click();
  await page.getByText('listed below').waitFor();
  assert.ok((await rows.count()) <= count);
  const file = await page.getByRole('link', { name: /^Download all of them/ }).getAttribute('href');
  const text = await (await fetch(`${service.url}${file}`)).text();
  assert.ok(text.trim().split('\n').length > count, 'one row for each part');
  await context.close();
});

test('a ward shows a figure through the years with its range, grade and origin', async () => {
  const { context, page } = await open(browser, service.url, { scripts: false, width: 375 });
  await page.goto('/map');
  await page.goto(await page.locator('#list tbody th a').first().getAttribute('href'));
  const residents = page.getByRole('region', { name: /Residents of .* through the years/ });
  assert.ok((await residents.locator('tbody tr').count()) >= 2);
  await residents.getByText('published for this area').first().waitFor();
  await residents.getByText('estimated from').first().waitFor();
  assert.match(await residents.innerText(), /[A-E], (exact|within|more than)/);
  await page.getByRole('img', { name: /Residents of .* through the years/ }).waitFor();
  await page.getByRole('heading', { level: 2, name: /Which partners/ }).waitFor();
  await page.getByRole('heading', { level: 2, name: 'When boundaries were redrawn' }).waitFor();
  await context.close();
});
