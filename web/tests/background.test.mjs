// The map behind the maps, out of a file on the server's own disk.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, mapReady, open, startService, violations } from './place.mjs';
import { archive } from './tiles.mjs';

let folder;
let service;
let browser;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wardwise-background-'));
  const plain = await startService();
  const page = await (await fetch(`${plain.url}/map`)).text();
  await plain.stop();
  assert.ok(!page.includes('background-model'), 'without a file there is no background');
  const { bounds } = JSON.parse(page.match(/id="map-model">([^<]+)</)[1]);
  const file = join(folder, 'background.pmtiles');
  // Streets from corner to corner, and a lake: red and blue are left to the style.
  const roads = [
    { type: 'LineString', points: [[0, 0], [4096, 4096]] },
    { type: 'LineString', points: [[0, 4096], [4096, 0]] },
    { type: 'LineString', points: [[0, 2048], [4096, 2048]] },
  ];
  const water = [{ type: 'Polygon', points: [[200, 200], [1800, 200], [1800, 1800], [200, 1800]] }];
  const wide = [bounds[0] - 0.3, bounds[1] - 0.3, bounds[2] + 0.3, bounds[3] + 0.3];
  writeFileSync(file, archive({ bounds: wide, zoom: 10, layers: { water, roads }, attribution: '<b>&copy; Makers of maps</b>' }));
  service = await startService(['--background', file]);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await service?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the map shows the background below its data, from this host alone, and says who made it', async () => {
  const { context, page, problems } = await open(browser, service.url);
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  const tiles = [];
  page.on('response', async (response) => {
    if (response.url().includes('/background/')) tiles.push(response.status());
  });
  await page.goto('/map');
  assert.equal(await mapReady(page), 'true');
  assert.ok(tiles.includes(200), `tiles of the background: ${tiles}`);
  const elsewhere = asked.filter((url) => !url.startsWith(service.url) && !url.startsWith('blob:') && !url.startsWith('data:'));
  assert.deepEqual(elsewhere, []);
  await page.locator('.maplibregl-ctrl-attrib', { hasText: '© Makers of maps' }).waitFor();
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(problems, []);
  await context.close();
});

test('the lake and the streets are seen where there are no data', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/map');
  await mapReady(page);
  const colours = await coloursOf(page);
  // The fill of water in the style, and the white ground.
  assert.ok(colours.has('213,227,232'), 'the lake');
  assert.ok(colours.has('255,255,255'), 'the ground');
  await context.close();
});

test('the page where an area is drawn has the background too, and without WebGL the drawn map stays', async () => {
  const { context, page, problems } = await open(browser, service.url);
  const answered = page.waitForResponse((response) => response.url().includes('/background/') && response.status() === 200);
  await page.goto('/custom');
  await answered;
  assert.deepEqual(problems, []);
  await context.close();
  const bare = await launch({ webgl: false });
  const without = await open(bare, service.url);
  await without.page.goto('/map');
  assert.equal(await mapReady(without.page), 'failed');
  assert.ok(await without.page.locator('.ww-map__svg').first().isVisible());
  await without.context.close();
  await bare.close();
});

/** The colours of the map's picture. */
async function coloursOf(page) {
  const picture = await page.locator('.maplibregl-canvas').first().screenshot();
  const list = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const drawing = canvas.getContext('2d');
    drawing.drawImage(image, 0, 0);
    const { data } = drawing.getImageData(0, 0, image.width, image.height);
    const seen = new Set();
    for (let at = 0; at < data.length; at += 4) seen.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
    return [...seen];
  }, picture.toString('base64'));
  return new Set(list);
}
