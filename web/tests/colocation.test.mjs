// The co-location finder: filtered, explained, compared, marked and saved; by mouse, by keyboard, without scripts.
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

test('without scripts candidates are filtered by a form, and one leads to all its reasons', async () => {
  const { context, page, problems } = await open(browser, service.url, { scripts: false });
  await page.goto('/colocation');
  const list = page.getByRole('region', { name: 'Candidates: a service and a building that it could move into' });
  const all = await list.locator('tbody tr').count();
  assert.ok(all > 0);
  await page.getByLabel('Gates').selectOption('to-check');
  await page.getByRole('button', { name: 'Filter' }).click();
  assert.match(page.url(), /tier=to-check/);
  await list.locator('tbody th a').first().click();
  const gates = page.getByRole('region', { name: 'Gates of this candidate' });
  assert.equal(await gates.locator('tbody tr').count(), 9);
  assert.ok((await gates.getByText('Unknown', { exact: true }).count()) > 0, 'a candidate to check has open gates');
  const criteria = page.getByRole('region', { name: 'Criteria of this candidate' });
  const cells = await criteria.locator('tbody tr').allInnerTexts();
  const parts = cells.slice(0, -1).map((row) => row.split('\t').at(-2));
  const low = parts.reduce((sum, text) => sum + (text.includes(' to ') ? 0 : Number(text)), 0);
  const said = Number(cells.at(-1).split('\t').at(-2).split(' to ')[0]);
  assert.ok(Math.abs(low - said) < 0.005, `${low} is what the lines add up to, ${said} is said`);
  assert.deepEqual(problems, []);
  await context.close();
});

test('up to four candidates are compared, and a mark stays in the address', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/colocation');
  const boxes = page.locator('input[name=c]');
  for (let at = 0; at < 3; at += 1) await boxes.nth(at).check();
  await page.getByRole('button', { name: /^Compare those ticked/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Compare candidates' }).waitFor();
  const head = page.getByRole('region', { name: 'Candidates side by side' }).locator('thead th');
  assert.equal(await head.count(), 3);
  await head.first().getByRole('link').click();
  await page.getByRole('link', { name: 'Mark it in this address' }).click();
  assert.match(page.url(), /keep=/);
  await page.getByRole('link', { name: 'Rooms for advice and clinics' }).click();
  await page.getByRole('link', { name: /^Shortlist \(\d+\)/ }).click();
  await page.getByText('no, marked in this address').first().waitFor();
  await context.close();
});

test('a decision needs a reason, and is kept with the place', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/colocation');
  await page.getByRole('region', { name: /^Candidates/ }).locator('tbody th a').nth(1).click();
  const save = page.getByRole('button', { name: 'Save to the shortlist' });
  if ((await save.count()) === 0) await page.getByRole('button', { name: 'Take off the shortlist' }).waitFor();
  else {
    await save.click();
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
    await page.getByRole('link', { name: /^Say why/ }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'reason');
    await page.getByLabel('Reason').fill('Rooms are free on Wednesdays.');
    await page.getByRole('button', { name: 'Save to the shortlist' }).click();
    await page.getByText('Rooms are free on Wednesdays.').waitFor();
  }
  await context.close();
});

test('the map of candidates leads to each by keyboard', async () => {
  const { context, page } = await open(browser, service.url);
  await page.goto('/colocation');
  const dots = page.locator('.ww-map__svg .ww-dots a');
  assert.ok((await dots.count()) > 1);
  await dots.first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/colocation\/candidate/);
  await context.close();
});

test('a candidate is tried out as a scenario, and a record tells who lives within a walk', async () => {
  const { context, page, problems } = await open(browser, service.url);
  await page.goto('/colocation');
  await page.getByRole('region', { name: /^Candidates/ }).locator('tbody th a').first().click();
  await page.getByRole('button', { name: 'What if it moved in?' }).click();
  await page.getByText('What if: not real data.', { exact: true }).waitFor({ timeout: 60_000 });
  const tallies = page.getByRole('region', { name: 'People who gain and lose, by group and class' });
  assert.ok((await tallies.locator('tbody tr').count()) > 3);
  await page.goto('/record/libraries-national/2023/3');
  await page.getByRole('link', { name: 'Who lives within a walk of it' }).click();
  const within = page.getByRole('region', { name: 'Residents within minutes on foot' });
  assert.equal(await within.locator('tbody tr').count(), 4);
  assert.deepEqual(problems, []);
  await context.close();
});

test('a search that takes long says so, and shows its answer when it is there', async () => {
  const hasty = await startService(['--set', 'limits.patience_seconds=0']);
  const { context, page } = await open(browser, hasty.url);
  try {
    await page.goto('/sites/five-libraries');
    await page.getByText('Not ready yet.').waitFor();
    await page.getByText('Proved: no other set of sites does better.').waitFor({ timeout: 60_000 });
    assert.equal(await page.getByText('Not ready yet.').count(), 0);
  } finally {
    await context.close();
    await hasty.stop();
  }
});
