// How the areas of one layer lie in those of another: by mouse, by keyboard, without scripts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, startService, violations } from './place.mjs';

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

async function swipeReady(page) {
  await page.locator('[data-island=swipe]').scrollIntoViewIfNeeded();
  await page.waitForSelector('html[data-map-ready]', { timeout: 60_000 });
  await page.locator('.ww-swipe__above').scrollIntoViewIfNeeded();
  assert.equal(await page.locator('html').getAttribute('data-map-ready'), 'true');
}

/** The left edge of what is seen of the upper map, in percent. */
function cut(page) {
  return page.locator('.ww-swipe__above canvas').evaluate((canvas) => getComputedStyle(canvas).clipPath);
}

test('two layers are chosen, compared, filtered and an area drawn, without scripts', async () => {
  const { context, page } = await open(browser, service.url, { scripts: false });
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Boundaries' }).click();
  await page.getByLabel('Areas of', { exact: true }).selectOption('lsoa@2021');
  await page.getByLabel('lie in areas of').selectOption('wards@2023');
  await page.getByRole('button', { name: 'Compare' }).click();
  assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /^How .+ lie in .+/);
  assert.match(await page.locator('#summary').innerText(), /^\d+ of [\d,]+ areas lie in more than one area of /);
  const all = await page.locator('#list tbody th').count();
  await page.getByLabel('List', { exact: true }).selectOption('cut');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const cutAreas = await page.locator('#list tbody th').count();
  assert.ok(cutAreas > 0 && cutAreas <= all);
  await page.getByRole('link', { name: /^Draw/ }).first().click();
  assert.ok(new URL(page.url()).searchParams.get('area'));
  await page.getByText(/falls into \d+ pieces?:/).waitFor();
  assert.equal(await page.getByText('✗ Differ').count(), 0);
  assert.ok((await page.getByText('✓ Agree').count()) >= 2, 'ground and people agree');
  await context.close();
});

test('the slider moves the line by keyboard and the address keeps it', async () => {
  const { context, page, problems } = await open(browser, service.url);
  await page.goto('/boundaries?from=lsoa@2021&to=wards@2023');
  await swipeReady(page);
  assert.match(await cut(page), /50%/);
  const slider = page.getByRole('slider', { name: /Where the line stands/ });
  await slider.focus();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight');
  assert.equal(await slider.inputValue(), '53');
  assert.match(await cut(page), /53%/);
  await page.keyboard.press('End');
  assert.match(await cut(page), /100%/);
  await page.keyboard.press('Home');
  await page.waitForURL((url) => url.searchParams.get('swipe') === '0');
  await page.reload();
  await swipeReady(page);
  assert.equal(await slider.inputValue(), '0');
  assert.deepEqual(problems, []);
  await context.close();
});

test('a click on either side of the line draws the pieces of the area and marks its rows', async () => {
  const { context, page, problems } = await open(browser, service.url);
  await page.goto('/boundaries?from=wards@2012&to=wards@2023');
  await swipeReady(page);
  for (const part of [0.35, 0.62]) {
    const box = await page.locator('.ww-swipe__above').boundingBox();
    await page.mouse.click(box.x + box.width * part, box.y + box.height / 2);
    await page.locator('.ww-live__said').filter({ hasText: /of its ground/ }).waitFor();
    const picked = new URL(page.url()).searchParams.get('picked');
    assert.ok(picked, 'the area stands in the address');
    assert.ok((await page.locator(`#list tr[data-code="${picked}"].is-linked`).count()) > 0, 'its row is marked');
  }
  assert.deepEqual(problems, []);
  await context.close();
});

test('an area is chosen on the map by keyboard and from the list', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/boundaries?from=wards@2012&to=wards@2023');
  await swipeReady(page);
  await page.locator('.ww-swipe__above canvas').focus();
  await page.keyboard.press('Enter');
  const said = page.locator('.ww-live [role=status]');
  await said.filter({ hasText: /of its ground/ }).waitFor({ state: 'attached' });
  const picker = page.getByLabel('Show one area on the map');
  const label = await picker.locator('option').nth(2).innerText();
  await picker.selectOption({ index: 2 });
  await said.filter({ hasText: label }).waitFor({ state: 'attached' });
  assert.deepEqual(await violations(page), []);
  await context.close();
});

test('a measure stands on other boundaries with the lookup beside it and differences marked in words', async () => {
  const { context, page } = await open(browser, service.url, { scripts: false });
  await page.goto('/boundaries?view=figures&measure=burglaries&to=wards@2023');
  await page.getByRole('columnheader', { name: 'Official best fit' }).waitFor();
  await page.getByRole('columnheader', { name: 'The lookup differs by' }).getByRole('link').click();
  await page.getByRole('columnheader', { name: 'The lookup differs by' }).getByRole('link').click();
  assert.match(await page.locator('#list tbody .ww-mark').first().innerText(), /[▲▼] [\d.]+% (more|less)/);
  assert.equal(await page.getByText('✗ Differ').count(), 0);
  await context.close();
});

test('on a phone nothing is wider than the window and the slider can be used', async () => {
  const { context, page } = await open(browser, service.url, { width: 375 });
  await page.goto('/boundaries?from=lsoa@2021&to=wards@2023');
  await swipeReady(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${wide} pixels too wide`);
  assert.ok(await page.getByRole('slider').isVisible());
  await context.close();
});
