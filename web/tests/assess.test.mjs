// Priorities: the map changes in place, explains an area, and the builder reckons as the server does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { firstAssessment, launch, mapReady, open, startService } from './place.mjs';

let service;
let browser;
let path;
let assessment;

before(async () => {
  service = await startService();
  browser = await launch();
  const first = await firstAssessment(service.url);
  assert.ok(first, 'the sample place has an assessment');
  path = `/assessments/${first.id}`;
  assessment = await (await fetch(`${service.url}/api/assessments/${first.id}`)).json();
});

after(async () => {
  await browser?.close();
  await service?.stop();
});

const ids = (kind) => assessment.nodes.filter((node) => node.kind === kind).map((node) => node.id);

test('the home page opens on the priorities, and the other map is one click away', async () => {
  const { context, page } = await open(browser, service.url, { scripts: false });
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name: /^Worst: .+ Best: / }).waitFor();
  await page.locator('main .govuk-caption-l', { hasText: assessment.title }).waitFor();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Map', exact: true }).click();
  await page.getByLabel('Colour the map by').waitFor();
  await context.close();
});

test('on the home page the map is seen without scrolling, and its form changes it where it is', async () => {
  const { context, page, problems } = await open(browser, service.url, { width: 1280, height: 800 });
  await page.goto('/');
  const box = await page.locator('#assess-map').boundingBox();
  assert.ok(box.y < 400, `the map begins ${box.y} pixels down`);
  const headline = await page.locator('h1').innerText();
  await page.getByLabel('Domain or indicator').selectOption(ids('domain')[0]);
  await page.waitForFunction((old) => document.querySelector('h1')?.textContent !== old, headline);
  assert.equal(new URL(page.url()).pathname, '/');
  assert.equal(await page.locator('h1').count(), 1);
  assert.match(await page.locator('h1').innerText(), /^Worst: /);
  assert.deepEqual(problems, []);
  await context.close();
});

test('another indicator is shown in place, in the address, on the map and in the live region', async () => {
  const { context, page, problems } = await open(browser, service.url);
  await page.goto(path);
  assert.equal(await mapReady(page), 'true');
  const words = await page.locator('#assess-words').innerText();
  await page.getByLabel('Domain or indicator').focus();
  await page.getByLabel('Domain or indicator').selectOption(ids('indicator')[0]);
  await page.waitForFunction((old) => document.querySelector('#assess-words')?.textContent?.trim() !== old, words);
  assert.equal(new URL(page.url()).searchParams.get('of'), ids('indicator')[0]);
  const said = page.locator('#ww-announcer');
  assert.equal((await said.innerText()).trim(), (await page.locator('#assess-words').innerText()).trim());
  assert.match(await page.locator('#assess-map').getAttribute('data-source'), new RegExp(`of=${ids('indicator')[0]}`));
  const focused = await page.evaluate(() => document.activeElement?.id);
  assert.equal(focused, 'of', 'the focus stays where it was');
  await page.reload();
  assert.equal(await page.getByLabel('Domain or indicator').inputValue(), ids('indicator')[0]);
  assert.deepEqual(problems, []);
  await context.close();
});

test('an area of the list is explained in place, with figures that lead to their source in two clicks', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto(path);
  const link = page.locator('#list tbody th a').first();
  const name = await link.innerText();
  await link.click();
  await page.getByRole('heading', { level: 2, name: `Why is ${name} where it is?` }).waitFor();
  assert.ok(new URL(page.url()).searchParams.get('area'));
  await page.locator('#why details summary').first().click();
  await page.locator('#why details a').first().click();
  assert.match(new URL(page.url()).pathname, /^\/data\//);
  await context.close();
});

test('the contributions on the page add up to the score', async () => {
  const area = assessment.results.find((one) => one.rank.rank === 1);
  const found = await (await fetch(`${service.url}/api${path}/areas/${area.code}`)).json();
  const sum = found.contributions.reduce((all, part) => all + part.amount, found.average);
  assert.ok(Math.abs(sum - area.score) < 1e-9, `${sum} and ${area.score}`);
});

test('without scripts the form gives the same view as its address', async () => {
  const { context, page } = await open(browser, service.url, { scripts: false });
  await page.goto(path);
  await page.getByLabel('Show', { exact: true }).selectOption('rank');
  await page.getByLabel('Only sure differences').check();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  assert.equal(new URL(page.url()).searchParams.get('show'), 'rank');
  await page.getByText(/Only sure differences have a colour/).waitFor();
  await page.getByLabel('Explain one area').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Explain' }).click();
  await page.getByRole('heading', { level: 2, name: /^Why is .+ where it is/ }).waitFor();
  await context.close();
});

test('ranks follow a weight in the page, as the server has them', async () => {
  const { context, page, problems } = await open(browser, service.url);
  await page.goto(`${path}/build`);
  await page.waitForSelector('html[data-build-ready=page]');
  const id = ids('indicator').at(-1);
  const box = page.locator(`[name="w.${id}"]`);
  await box.fill('7');
  const rows = () => page.locator('#list tbody tr').evaluateAll((all) => all.map((row) => [row.dataset.code, row.querySelector('[data-cell=rank]').textContent, row.querySelector('[data-cell=move]').textContent]));
  const inPage = await rows();
  const words = await page.locator('#build-words').innerText();
  const fills = () => page.locator('.ww-build__map .ww-areas path').evaluateAll((all) => all.map((shape) => shape.getAttribute('fill').replace(/url\(#unsure-(\d)\)/, '$1')));
  const drawn = await fills();
  await box.blur();
  assert.match(page.url(), new RegExp(`w\\.${id}=7`));
  const { context: other, page: server } = await open(browser, service.url, { scripts: false });
  await server.goto(page.url());
  const ranked = (all) => all.filter(([, rank]) => !rank.startsWith('not ranked'));
  const onServer = await server.locator('#list tbody tr').evaluateAll((all) => all.map((row) => [row.dataset.code, row.querySelector('[data-cell=rank]').textContent, row.querySelector('[data-cell=move]').textContent]));
  assert.deepEqual(ranked(inPage), ranked(onServer));
  assert.equal(words, await server.locator('#build-words').innerText());
  const FILLS = ['#ffffcc', '#a1dab4', '#41b6c4', '#1d91c0', '#225ea8'];
  const plain = (all) => all.map((fill) => (/^\d$/.test(fill) ? FILLS[Number(fill)] : fill));
  const serverFills = await server.locator('.ww-build__map .ww-areas path').evaluateAll((all) => all.map((shape) => shape.getAttribute('fill').replace(/url\(#unsure-(\d)\)/, '$1')));
  assert.deepEqual(plain(drawn), plain(serverFills));
  assert.deepEqual(problems, []);
  await other.close();
  await context.close();
});

test('moving a weight takes less than a frame in the page', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto(`${path}/build`);
  await page.waitForSelector('html[data-build-ready=page]');
  const slider = page.locator('.ww-weight__slider').first();
  const times = await slider.evaluate((element) => {
    const took = [];
    for (let step = 0; step < 20; step += 1) {
      element.value = String(step / 10);
      const start = performance.now();
      element.dispatchEvent(new Event('input', { bubbles: true }));
      took.push(performance.now() - start);
    }
    return took.sort((a, b) => a - b);
  });
  assert.ok(times[10] < 16, `median ${times[10]} ms`);
  await context.close();
});

test('without scripts a changed recipe is previewed and saved as an assessment of its own', async () => {
  const { context, page } = await open(browser, service.url, { scripts: false });
  await page.goto(`${path}/build`);
  const id = ids('indicator')[0];
  await page.locator(`[name="w.${id}"]`).fill('4');
  await page.getByRole('button', { name: 'Show what comes of it' }).click();
  await page.getByText('1 change', { exact: true }).waitFor();
  const name = `saved-${Date.now()}`;
  await page.getByLabel('Name in addresses').fill(name);
  await page.getByLabel('Title', { exact: true }).fill('Saved by a test');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  assert.equal(new URL(page.url()).pathname, `/assessments/${name}`);
  await page.getByRole('heading', { level: 1, name: /^Saved by a test/ }).waitFor();
  const gone = await fetch(`${service.url}/api/assessments/${name}/versions/1`, { method: 'DELETE' });
  assert.equal(gone.status, 204);
  await context.close();
});

test('sensitivity says what matters, at once or when it is worked out', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto(`${path}/sensitivity`);
  await page.getByRole('table', { name: /What leaving out/ }).waitFor();
  await page.getByRole('table', { name: /Share of each choice/ }).waitFor({ timeout: 120_000 });
  await context.close();
});
