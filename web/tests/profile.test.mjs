// A ward's profile and wards side by side: read, followed to the source, compared, printed on two sheets.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { firstAssessment, launch, open, startService } from './place.mjs';

let service;
let browser;
let path;
let areas;

before(async () => {
  service = await startService();
  browser = await launch();
  const first = await firstAssessment(service.url);
  assert.ok(first, 'the sample place has an assessment');
  path = `/assessments/${first.id}`;
  const { results } = await (await fetch(`${service.url}/api${path}`)).json();
  areas = results;
});

after(async () => {
  await browser?.close();
  await service?.stop();
});

const sheets = (pdf) => (pdf.toString('latin1').match(/\/Type\s*\/Page(?![a-zA-Z])/g) ?? []).length;

test('every profile prints on two sheets of A4', async (t) => {
  const { context, page } = await open(browser, service.url);
  for (const area of areas) {
    await t.test(area.name ?? area.code, async () => {
      await page.goto(`${path}/areas/${area.code}`);
      const pdf = await page.pdf({ format: 'A4', printBackground: true });
      const count = sheets(pdf);
      assert.ok(count >= 1 && count <= 2, `${count} sheets`);
    });
  }
  await context.close();
});

test('the table of the page has the figures of the API', async () => {
  const area = areas[0];
  const profile = await (await fetch(`${service.url}/api${path}/areas/${area.code}/profile`)).json();
  const { context, page } = await open(browser, service.url, { scripts: false });
  await page.goto(`${path}/areas/${area.code}`);
  const rows = page.locator('.ww-figures-table tbody tr:not(.ww-domain)');
  assert.equal(await rows.count(), profile.figures.length);
  const words = (await page.locator('.ww-summary').innerText()).replace(/\s+/g, ' ').trim();
  assert.equal(words, profile.summary.join(' '));
  for (const [at, figure] of profile.figures.entries()) {
    const text = await rows.nth(at).innerText();
    assert.ok(text.includes(figure.title), text);
    if (figure.rank !== null) assert.ok(text.includes(String(figure.rank)), text);
    const bar = await rows.nth(at).locator('svg.ww-range').getAttribute('aria-label');
    assert.match(bar, /^All areas: /);
  }
  await context.close();
});

test('each figure leads to its source, and on to the table or the crosswalk, in two clicks', async () => {
  const { context, page } = await open(browser, service.url, { scripts: false });
  const own = `${path}/areas/${areas[0].code}`;
  await page.goto(own);
  const notes = page.locator('.ww-figures-table .ww-note');
  const count = await notes.count();
  assert.ok(count > 0);
  for (let at = 0; at < count; at += 1) {
    const target = await notes.nth(at).getAttribute('href');
    assert.equal(await page.locator(`${target} a[href^="/data/"]`).count(), 1, target);
  }
  await notes.first().click();
  await page.locator(`${new URL(page.url()).hash} a`).first().click();
  assert.match(new URL(page.url()).pathname, /^\/data\//);
  await page.goto(own);
  const crosswalk = page.locator('.ww-sources a', { hasText: 'crosswalk' });
  assert.ok((await crosswalk.count()) > 0, 'the sample moves figures between boundaries');
  await crosswalk.first().click();
  assert.equal(new URL(page.url()).pathname, '/boundaries');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await context.close();
});

test('without scripts two wards are picked and set side by side', async () => {
  const { context, page } = await open(browser, service.url, { scripts: false });
  await page.goto(`${path}/areas/${areas[0].code}`);
  await page.getByRole('link', { name: 'Compare it with others' }).click();
  await page.getByText(/needs another area beside it/).waitFor();
  await page.getByLabel('Area 2').selectOption(areas[1].code);
  await page.getByRole('button', { name: 'Compare' }).click();
  const heading = await page.getByRole('heading', { level: 1 }).innerText();
  for (const area of areas.slice(0, 2)) assert.ok(heading.includes(area.name), heading);
  assert.equal(await page.locator('.ww-compare .ww-map__svg .ww-areas a').count(), 2, 'both are marked on the map');
  const suggestion = page.locator('#alike + ul a').first();
  const name = await suggestion.innerText();
  await suggestion.click();
  assert.ok((await page.getByRole('heading', { level: 1 }).innerText()).includes(name));
  await context.close();
});

test('a wrong address is told, and what can be shown is shown', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto(`${path}/compare?areas=${areas.slice(0, 5).map((area) => area.code).join(',')},nowhere`);
  const alert = page.getByRole('alert');
  assert.match(await alert.innerText(), /no area “nowhere”/);
  assert.match(await alert.innerText(), /5 areas are too many/);
  assert.equal(await page.locator('.ww-compare__who > li').count(), 4);
  await context.close();
});

test('by keyboard the profile is reached from the list of priorities', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto(path);
  await page.locator('#list tbody th a', { hasText: 'profile' }).first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 2, name: 'In short' }).waitFor();
  await context.close();
});
