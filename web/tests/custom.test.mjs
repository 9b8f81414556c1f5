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
  // The map is taller than what it came for, so it may have grown out of the window.
  await page.locator('.ww-draw canvas').scrollIntoViewIfNeeded();
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

/** Sets three corners around the middle of the map by mouse; gives the middle. */
async function threeCorners(page) {
  const box = await page.locator('.ww-draw canvas').boundingBox();
  const middle = [box.x + box.width / 2, box.y + box.height / 2];
  for (const [at, [dx, dy]] of [[-80, -60], [80, -60], [0, 60]].entries()) {
    await page.mouse.click(middle[0] + dx, middle[1] + dy);
    await told(page, new RegExp(`^${at + 1} corner`));
  }
  return middle;
}

const told = (page, words) =>
  page.locator('.ww-draw [role=status]').filter({ hasText: words }).waitFor({ state: 'attached' });

const corners = async (page) => (await page.getByLabel('Corners', { exact: true }).inputValue()).split('\n');

const centre = async (locator) => {
  const box = await locator.boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
};

test('a corner is dragged with the mouse, and put elsewhere by two clicks', async () => {
  const { context, page, problems } = await open(browser, service.url);
  await page.goto('/custom');
  await drawReady(page);
  const [x, y] = await threeCorners(page);
  const before = await corners(page);
  const second = page.getByRole('button', { name: 'Corner 2 of 3' });
  const [fromX, fromY] = await centre(second);
  assert.ok(Math.abs(fromX - (x + 80)) < 2 && Math.abs(fromY - (y - 60)) < 2, 'the handle is where the corner is');
  await page.mouse.move(fromX, fromY);
  await page.mouse.down();
  await page.mouse.move(fromX + 20, fromY + 10, { steps: 4 });
  await page.mouse.move(x + 120, y - 20, { steps: 4 });
  await page.mouse.up();
  await told(page, 'Corner 2 of 3 is moved.');
  const dragged = await corners(page);
  assert.equal(dragged.length, 3, 'no corner was added by letting go');
  assert.deepEqual([dragged[0], dragged[2]], [before[0], before[2]]);
  assert.notEqual(dragged[1], before[1]);
  const [toX, toY] = await centre(second);
  assert.ok(Math.abs(toX - (x + 120)) < 3 && Math.abs(toY - (y - 20)) < 3, `${toX - x}, ${toY - y}`);
  // Without dragging: a click takes it up, the next one puts it down.
  await second.click();
  await told(page, /^Corner 2 of 3 is taken up/);
  assert.equal(await second.getAttribute('aria-pressed'), 'true');
  assert.deepEqual(await violations(page), []);
  await page.mouse.click(x + 40, y - 90);
  await told(page, 'Corner 2 of 3 is moved.');
  const [putX, putY] = await centre(second);
  assert.ok(Math.abs(putX - (x + 40)) < 3 && Math.abs(putY - (y - 90)) < 3);
  assert.equal((await corners(page)).length, 3);
  await way(page, /Draw it/).getByRole('button', { name: /Estimate figures/ }).click();
  assert.match(await estimated(page), /[\d,.]+ persons/);
  assert.deepEqual(problems, []);
  await context.close();
});

test('corners are moved and taken away by keys', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/custom');
  await drawReady(page);
  await threeCorners(page);
  const before = await corners(page);
  await page.locator('.ww-draw canvas').focus();
  await page.keyboard.press('Tab');
  const first = page.getByRole('button', { name: 'Corner 1 of 3' });
  assert.ok(await first.evaluate((button) => button === document.activeElement), 'Tab goes from the map to corner 1');
  const [x, y] = await centre(first);
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'Shift+ArrowUp']) await page.keyboard.press(key);
  await told(page, 'Corner 1 of 3 is moved.');
  const [toX, toY] = await centre(first);
  assert.ok(Math.abs(toX - x - 20) < 2 && Math.abs(toY - y - 9) < 2, `${toX - x}, ${toY - y}`);
  assert.deepEqual((await corners(page)).slice(1), before.slice(1));
  await page.keyboard.press('Delete');
  await told(page, /^2 corners are set/);
  assert.deepEqual(await corners(page), before.slice(1));
  const left = page.getByRole('button', { name: 'Corner 1 of 2' });
  assert.ok(await left.evaluate((button) => button === document.activeElement), 'the focus is on the next corner');
  // Escape lets a corner lie that was taken up.
  await page.keyboard.press('Enter');
  await told(page, /is taken up/);
  await page.keyboard.press('Escape');
  await told(page, 'Corner 1 of 2 stays.');
  assert.deepEqual(await violations(page), []);
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
