// What people do: find a place, read a figure back to its source, filter a register, ask where, by mouse and keyboard.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, mapReady, open, startService } from './place.mjs';

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

async function firstArea(page) {
  await page.goto('/');
  return page.locator('#list tbody th a').first().innerText();
}

test('a ward is found by its name from any page', async () => {
  const { context, page } = await open(browser, service.url);
  const name = await firstArea(page);
  await page.goto('/about');
  await page.getByRole('searchbox', { name: /postcode, a place or an area/i }).fill(name);
  await page.getByRole('button', { name: 'Search' }).click();
  if (new URL(page.url()).pathname === '/search') {
    await page.getByRole('main').getByRole('link', { name, exact: true }).first().click();
  }
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), name);
  await context.close();
});

test('a figure leads to its published row in two clicks', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/map');
  await page.getByLabel('Colour the map by').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.locator('#list a.ww-figure').first().click();
  await page.getByRole('heading', { level: 1, name: /^Source of/ }).waitFor();
  await page.getByText('Published file').first().waitFor();
  assert.ok((await page.getByRole('region', { name: 'Published cells' }).locator('tr').count()) > 1);
  await context.close();
});

test('a search without a result says what to try', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/search?q=zzzzqqqq');
  await page.getByRole('heading', { name: /Nothing was found for “zzzzqqqq”/ }).waitFor();
  await context.close();
});

test('the map arrives, answers to a click and keeps its state in the address', async () => {
  const { context, page, problems } = await open(browser, service.url);
  await page.goto('/map');
  assert.equal(await mapReady(page), 'true');
  const canvas = page.locator('.ww-live canvas');
  const box = await canvas.boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  const openLink = page.locator('.ww-live__actions').getByRole('link', { name: /^Open / });
  await openLink.waitFor();
  const label = (await openLink.innerText()).replace(/^Open /, '');
  const address = new URL(page.url());
  assert.ok(address.searchParams.get('area'), 'the chosen area stands in the address');
  await page.reload();
  await mapReady(page);
  await page.locator('.ww-live__actions').getByRole('link', { name: `Open ${label}` }).waitFor();
  assert.deepEqual(problems, []);
  await page.locator('.ww-live__actions').getByRole('link', { name: `Open ${label}` }).click();
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), label);
  await context.close();
});

test('the map can be used by keyboard alone', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/map');
  await mapReady(page);
  await page.locator('.ww-live canvas').focus();
  await page.keyboard.press('Enter');
  const open_ = page.locator('.ww-live__actions').getByRole('link', { name: /^Open / });
  const said = page.locator('.ww-live [role=status]');
  await assert.doesNotReject(said.filter({ hasText: /\S/ }).waitFor({ state: 'attached' }));
  const before = await said.innerText();
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowRight');
  await page.waitForFunction((old) => document.querySelector('.ww-live [role=status]')?.textContent !== old, before);
  await page.keyboard.press('Tab');
  const inside = await page.evaluate(() => document.activeElement?.tagName === 'CANVAS');
  assert.equal(inside, false, 'Tab leaves the map');
  void open_;
  await context.close();
});

test('an area can be picked from a list beside the map', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/map');
  await mapReady(page);
  const picker = page.getByLabel(/Show one area on the map/);
  const label = await picker.locator('option').nth(1).innerText();
  await picker.selectOption({ index: 1 });
  await page.locator('.ww-live__actions').getByRole('link', { name: `Open ${label}` }).waitFor();
  await context.close();
});

test('a spot on the map leads to all its areas', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/where');
  await mapReady(page);
  const box = await page.locator('.ww-live canvas').boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.getByRole('link', { name: 'All areas at this spot' }).click();
  await page.getByRole('heading', { level: 2, name: /all dates/ }).waitFor();
  assert.ok((await page.getByRole('table', { name: /Areas that hold/ }).locator('tbody tr').count()) > 1);
  await context.close();
});

test('a wrong place is explained, focused and kept', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/where');
  await page.getByLabel(/Postcode, grid reference or coordinates/).fill('not a place at all');
  await page.getByRole('button', { name: 'Show areas' }).click();
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
  assert.match(await page.title(), /^Error/);
  const focused = await page.evaluate(() => document.activeElement?.className ?? '');
  assert.match(focused, /govuk-error-summary/);
  assert.equal(await page.getByLabel(/Postcode, grid reference or coordinates/).inputValue(), 'not a place at all');
  await context.close();
});

test('a list is sorted from its header, and says so', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/map');
  await page.locator('.ww-badge--vintage').first().click();
  const header = page.getByRole('columnheader', { name: /^Name/ });
  await header.getByRole('link').click();
  await page.waitForSelector('th[aria-sort=ascending]');
  const names = await page.locator('#list tbody th').allInnerTexts();
  const sorted = [...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  assert.deepEqual(names, sorted);
  assert.equal(new URL(page.url()).searchParams.get('sort'), 'name');
  await header.getByRole('link').click();
  await page.waitForSelector('th[aria-sort=descending]');
  await context.close();
});

test('a register is filtered while its form changes', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/registers');
  await page.locator('.ww-card a').first().click();
  const before = await page.locator('#list-heading').innerText();
  const text = await page.locator('#list tbody th a').first().innerText();
  await page.getByLabel('Contains').fill(text);
  await page.waitForFunction((old) => document.getElementById('list-heading')?.textContent !== old, before);
  assert.ok(new URL(page.url()).searchParams.get('q'));
  assert.match(await page.locator('#list-heading').innerText(), /of .* the filter/);
  await context.close();
});

test('the first Tab reaches the skip link, and it works', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to main content');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
  await context.close();
});

test('whatever has the focus can be seen to have it', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/');
  const bare = [];
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body || element.closest('svg')) return null;
      // A tick box is drawn by its label, which shows the focus for it.
      const ticked = element.matches('.govuk-checkboxes__input, .govuk-radios__input');
      const style = ticked ? getComputedStyle(element.nextElementSibling, '::before') : getComputedStyle(element);
      const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
      const shadowed = style.boxShadow !== 'none';
      return outlined || shadowed ? null : `${element.tagName} ${element.className}`;
    });
    if (seen) bare.push(seen);
  }
  assert.deepEqual(bare, []);
  await context.close();
});
