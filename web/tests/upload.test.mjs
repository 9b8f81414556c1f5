// Adding a file in the browser, up to the report: what is proposed, what is left out, and no violation on the way.
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

/** A table on the codes of the first layer that can be mapped: two of its areas, one of them without a figure. */
async function table() {
  const home = await (await fetch(`${service.url}/map`)).text();
  const [, dataset, edition] = home.match(/href="\/area\/([^/]+)\/([^/]+)\//);
  const shapes = await (await fetch(`${service.url}/map/${dataset}/${edition}.json`)).json();
  const codes = shapes.features.map((feature) => feature.properties.code);
  const rows = codes.map((code, i) => `${code},${i === 0 ? '' : i}`);
  return { name: 'a_very_long_name_of_a_file_about_people_2021.csv', text: ['code,people', ...rows.slice(0, -1)].join('\n') };
}

async function inOrder(page, where) {
  assert.deepEqual(await violations(page), [], `axe on ${where}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${where} is ${wide} pixels wider than the window`);
}

for (const [size, width] of [['desktop', 1280], ['320 pixels', 320]]) {
  test(`a file is described, checked and discarded at ${size}`, async () => {
    const { context, page } = await open(browser, service.url, { width });
    const { name, text } = await table();
    await page.goto('/data/upload');
    await inOrder(page, 'the start');
    await page.getByLabel('File', { exact: true }).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: 'Send and look at it' }).click();
    await page.waitForURL(/\/data\/upload\/.+/);
    await inOrder(page, 'the questions');
    assert.equal(await page.locator('input[name=kind]:checked').inputValue(), 'table');
    assert.equal(await page.getByLabel('Column of codes or ids').inputValue(), 'code');
    assert.equal(await page.getByLabel('Id of this edition').inputValue(), '2021');
    assert.notEqual(await page.getByLabel('Boundaries whose codes the rows carry').inputValue(), '');

    await page.getByRole('button', { name: 'Check the file' }).click();
    const summary = page.locator('.govuk-error-summary');
    await summary.waitFor();
    assert.match(await page.title(), /^Error: /);
    await inOrder(page, 'the questions, left open');
    await summary.getByRole('link', { name: /licence/ }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'licence');

    await page.keyboard.type('Open Government Licence v3.0');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Publish', exact: true }).waitFor();
    await inOrder(page, 'the report');
    await page.getByRole('button', { name: 'Publish as a new version' }).click();
    await summary.waitFor();
    await inOrder(page, 'the report without ticks');
    await page.getByRole('button', { name: 'Discard it' }).click();
    await page.waitForURL(/\/data\/upload$/);
    await context.close();
  });
}
