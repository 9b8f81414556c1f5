// An area of one's own: drawn by mouse and by keyboard, listed, ticked, sent, kept and deleted; also without scripts.
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

const way = (page, name) => page.getByRole('region', { name });

async function drawReady(page) {
  await page.locator('[data-island=draw]').scrollIntoViewIfNeeded();
  await page.waitForSelector('html[data-draw-ready=true]', { timeout: 60_000 });
}

async function estimated(page) {
  const table = page.getByRole('region', { name: 'Every measure' });
  await table.waitFor();
  return table.locator('tbody tr').filter({ hasText: 'Residents' }).locator('td').first().innerText();
}

test('an area is drawn with the mouse, estimated, kept and deleted', async () => {
  const { context, page, problems } = await open(browser, service.url);
  await page.goto('/custom');
  await drawReady(page);
  const box = await page.locator('.ww-draw canvas').boundingBox();
  const middle = [box.x + box.width / 2, box.y + box.height / 2];
  for (const [at, [dx, dy]] of [[-60, -60], [60, -60], [60, 60], [-60, 60]].entries()) {
    await page.mouse.click(middle[0] + dx, middle[1] + dy);
    // The corner is told before the next one is set, as a person would see it.
    const said = page.locator('.ww-draw [role=status]').filter({ hasText: new RegExp(`^${at + 1} corner`) });
    await said.waitFor({ state: 'attached' });
  }
  assert.equal((await page.getByLabel('Corners', { exact: true }).inputValue()).split('\n').length, 4);
  await way(page, /Draw it/).getByRole('button', { name: /Estimate figures/ }).click();
  assert.match(await estimated(page), /[\d,.]+ persons/);
  assert.deepEqual(await violations(page), []);
  await page.getByLabel('Name', { exact: true }).fill('Drawn by mouse');
  await page.getByRole('button', { name: 'Save this area' }).click();
  await page.getByRole('heading', { level: 1, name: 'Drawn by mouse' }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: 'Delete this area' }).click();
  await page.getByRole('heading', { level: 1, name: 'Your own area' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Drawn by mouse' }).count(), 0);
  assert.deepEqual(problems, []);
  await context.close();
});

test('an area is drawn by keyboard alone', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/custom');
  await drawReady(page);
  await page.locator('.ww-draw canvas').focus();
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft']) {
    await page.keyboard.press('Enter');
    await page.keyboard.press(key);
    await page.waitForTimeout(500);
  }
  await page.locator('.ww-draw [role=status]').filter({ hasText: '3 corners are set.' }).waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Take back the last corner' }).press('Enter');
  assert.equal((await page.getByLabel('Corners', { exact: true }).inputValue()).split('\n').length, 2);
  await context.close();
});

test('without scripts postcodes, areas and a file give an estimate', async () => {
  const { context, page } = await open(browser, service.url, { scripts: false });
  await page.goto('/custom');
  const ward = page.getByRole('group', { name: /^Areas of/ }).getByRole('checkbox').first();
  await ward.check();
  await way(page, /Put areas together/).getByRole('button', { name: /Estimate figures/ }).click();
  const whole = await estimated(page);
  await page.goto('/custom');
  const list = await (await fetch(`${service.url}/api/datasets/postcodes/editions/2024/items?limit=40`)).json();
  const postcodes = list.features.map((feature) => feature.id).join('\n');
  await page.getByLabel('Postcodes', { exact: true }).fill(postcodes);
  await way(page, 'List postcodes').getByRole('button', { name: /Estimate figures/ }).click();
  assert.notEqual(await estimated(page), whole);
  await page.goto('/custom');
  const { extent } = await (await fetch(`${service.url}/api/datasets/wards/editions/2023`)).json();
  const mid = [(extent.lonlat[0] + extent.lonlat[2]) / 2, (extent.lonlat[1] + extent.lonlat[3]) / 2];
  const ring = [[-0.01, -0.005], [0.01, -0.005], [0.01, 0.005], [-0.01, -0.005]].map(([x, y]) => [mid[0] + x, mid[1] + y]);
  const buffer = Buffer.from(JSON.stringify({ type: 'Polygon', coordinates: [ring] }));
  await page.getByLabel('File with an outline').setInputFiles({ name: 'mine.geojson', mimeType: 'application/geo+json', buffer });
  await way(page, 'Send a file').getByRole('button', { name: /Estimate figures/ }).click();
  assert.match(await estimated(page), /persons/);
  await page.getByText('From the file mine.geojson').waitFor();
  await context.close();
});

test('a wrong list is explained, focused and kept', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/custom');
  await page.getByLabel('Postcodes', { exact: true }).fill('nonsense');
  await way(page, 'List postcodes').getByRole('button', { name: /Estimate figures/ }).click();
  const problem = page.getByRole('alert').getByRole('link', { name: /not the form of a postcode/ });
  await problem.waitFor();
  assert.deepEqual(await violations(page), []);
  assert.equal(await page.getByLabel('Postcodes', { exact: true }).inputValue(), 'nonsense');
  await problem.click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'postcodes');
  await context.close();
});
