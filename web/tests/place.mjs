// Starts the built service on the sample place and opens a browser on it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const project = resolve(here, '../..');
const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const GL = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const QUIET = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where the browser is: named by CHROMIUM, else Debian's. */
function browserPath() {
  const found = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
    (path) => path && existsSync(path),
  );
  if (!found) throw new Error('No browser: install the package chromium, or name one in CHROMIUM.');
  return found;
}

/** A program of ours, and the folder of the sample place. */
function named(variable, fallback) {
  const path = process.env[variable] ?? resolve(project, fallback);
  if (!existsSync(path)) throw new Error(`${path} is not there; set ${variable}.`);
  return path;
}

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts the service, with further arguments, and waits until it is ready. */
export async function startService(more = []) {
  if (process.env.WARDWISE_URL && more.length === 0) return { url: process.env.WARDWISE_URL, stop: async () => {} };
  const program = named('WARDWISE_BIN', 'target/release/wardwise');
  const place = named('WARDWISE_PLACE', 'place');
  const port = await freePort();
  // A busy machine is no reason for a page that looks again: those are tested by name.
  const patient = ['--set', 'limits.patience_seconds=20'];
  const child = spawn(program, ['serve', '--place', place, '--port', String(port), ...patient, ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (log += data));
  const url = `http://127.0.0.1:${port}`;
  const ended = new Promise((done) => child.once('exit', done));
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`The service ended at once:\n${log}`);
    if (await answers(`${url}/health`)) {
      return {
        url,
        stop: async () => {
          child.kill('SIGTERM');
          await ended;
        },
      };
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  child.kill('SIGKILL');
  throw new Error(`The service did not answer within 30 seconds:\n${log}`);
}

async function answers(address) {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}

/** A browser; `webgl: false` takes away what the moved map needs. */
export function launch({ webgl = true } = {}) {
  return chromium.launch({
    executablePath: browserPath(),
    headless: true,
    args: [...QUIET, ...(webgl ? GL : ['--disable-3d-apis'])],
    timeout: 120_000,
  });
}

/** A page of a given size that notes what goes wrong in it. */
export async function open(browser, url, { width = 1280, height = 900, scripts = true } = {}) {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    javaScriptEnabled: scripts,
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('GPU stall')) problems.push(message.text());
  });
  return { context, page, problems };
}

/** Waits for the moved map, or for the word that there is none. */
export async function mapReady(page) {
  await page.locator('[data-island=map]').first().scrollIntoViewIfNeeded();
  await page.waitForSelector('html[data-map-ready]', { timeout: 60_000 });
  return page.locator('html').getAttribute('data-map-ready');
}

/** The violations that axe finds, one line each. */
export async function violations(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    // eslint-disable-next-line no-undef
    const result = await axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
    return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
  });
  return found;
}

/** Every kind of page of the place, found from its own links: name and address. */
export async function everyPage(url) {
  const api = await (await fetch(`${url}/api/datasets`, { headers: { accept: 'application/json' } })).json();
  const catalogue = await text(`${url}/data`);
  const editions = [...new Set([...catalogue.matchAll(/href="(\/data\/[a-z0-9.-]+\/[a-z0-9.-]+)"/g)].map((m) => m[1]))];
  if (editions.length === 0) throw new Error(`The catalogue names no edition (${JSON.stringify(api).slice(0, 200)})`);
  const home = await text(`${url}/map`);
  const area = home.match(/href="(\/area\/[^"]+)"/)?.[1];
  const figure = (await text(`${url}${area}`)).match(/href="(\/source\/[^"]+)"/)?.[1];
  const registers = await text(`${url}/registers`);
  const register = registers.match(/<h2[^>]*><a class="govuk-link" href="(\/data\/[^"]+)"/)?.[1];
  const records = await text(`${url}${register}`);
  const record = records.match(/href="(\/record\/[^"]+)"/)?.[1];
  const boundaries = await text(`${url}/boundaries`);
  const sameTwice = boundaries.match(/<option value="([^"]+@[^"]+)"/)?.[1];
  const pieces = boundaries.match(/href="(\/boundaries\?[^"]*area=[^"#]+)/)?.[1].replaceAll('&amp;', '&');
  const coloured = home.match(/<option value="([^"]+@[^"]+)"/)?.[1];
  const finder = await text(`${url}/colocation`);
  const candidate = finder.match(/href="(\/colocation\/candidate\?[^"]+)"/)?.[1].replaceAll('&amp;', '&');
  const ticked = [...finder.matchAll(/name="c" value="([^"]+)"/g)].slice(0, 4).map((m) => m[1].replaceAll('&gt;', '>'));
  const search = finder.match(/name="search" value="([^"]+)"/)?.[1];
  const compared =
    search && `/colocation/compare?search=${search}${ticked.map((id) => `&c=${encodeURIComponent(id)}`).join('')}`;
  return [
    ['home', '/'],
    ['map of figures', '/map'],
    ['map of figures, coloured', `/map?figure=${encodeURIComponent(coloured ?? '')}&classes=natural`],
    ['search with results', '/search?q=a'],
    ['search without results', '/search?q=zzzzqqqq'],
    ['where, empty', '/where'],
    ['where, wrong', '/where?q=nonsense'],
    ['where, found', await somewhere(url, area)],
    ['boundaries', '/boundaries'],
    ['boundaries, filtered', '/boundaries?show=cut&slivers=1'],
    ['boundaries, the same twice', `/boundaries?from=${sameTwice}&to=${sameTwice}`],
    ['boundaries, wrong', '/boundaries?from=nonsense'],
    ['boundaries, pieces of an area', pieces],
    ['boundaries, figures', '/boundaries?view=figures'],
    ['your own area', '/custom'],
    ['your own area, of output areas', '/custom?layer=oa%402021'],
    ...(await assessmentPages(url)),
    ['co-location', '/colocation'],
    ['co-location, filtered', '/colocation?tier=to-check&front=on'],
    ['co-location, filtered to nothing', '/colocation?term=zzzzqqqq'],
    ['co-location, hubs', '/colocation?view=hubs'],
    ['co-location, gaps', '/colocation?view=gaps'],
    ['co-location, duplicates', '/colocation?view=duplicates'],
    ['co-location, shortlist', '/colocation?view=shortlist&keep=nobody'],
    ['co-location, one candidate', candidate],
    ['co-location, compared', compared],
    ['sites', '/sites'],
    ['sites, a search', '/sites/five-libraries'],
    ['sites, impossible', '/sites/five-libraries?sent=1&model=p-median&sites=2&count=exactly&g.65+and+over=95&m.65+and+over=5'],
    ['sites, wrong', '/sites/five-libraries?sent=1&model=mclp&sites=lots'],
    ['scenario', '/scenarios/two-closures'],
    ['on foot from a record', '/record/libraries-national/2023/3/walk'],
    ['scenario, wrong', '/scenarios/two-closures?sent=1&a0.do=move&a0.site=EV-001'],
    ['catalogue', '/data'],
    ['upload', '/data/upload'],
    ['changes', '/boundaries/changes'],
    ['changes, some areas', '/boundaries/changes?event=shift'],
    ['changes, wrong', '/boundaries/changes?from=wards@1900'],
    ['fit', '/boundaries/fit'],
    ['fit, another layer', '/boundaries/fit?of=police&least=1&split=2'],
    ['fit, all that is split', '/boundaries/fit?least=1&split=2&list=all'],
    ['fit, wrong', '/boundaries/fit?least=lots'],
    ['registers', '/registers'],
    ['register, filtered to nothing', `${register}?q=zzzzqqqq`],
    ['area', area],
    ['record', record],
    ['source', figure],
    ['history', '/history'],
    ['about', '/about'],
    ['how sure', '/about/error'],
    ['accessibility', '/accessibility'],
    ['not found', '/nothing/here'],
    ...editions.map((path) => [`edition ${path}`, path]),
  ].filter(([, path]) => path !== undefined);
}

/** Every kind of page of the first assessment; none where the place has no assessment. */
export async function assessmentPages(url) {
  const first = await firstAssessment(url);
  if (first === null) return [['assessments', '/assessments']];
  const path = `/assessments/${first.id}`;
  const { nodes, results } = await (await fetch(`${url}/api/assessments/${first.id}`)).json();
  const node = (kind) => nodes.find((one) => one.kind === kind)?.id;
  const area = results.find((one) => one.rank.rank === 1)?.code;
  const gap = results.find((one) => one.imputed + one.absent > 0)?.code;
  const other = results.find((one) => one.code !== area)?.code;
  const four = results.slice(0, 4).map((one) => one.code).join(',');
  return [
    ['assessments', '/assessments'],
    ['priorities', path],
    ['priorities, explained', `${path}?area=${area}&hot=1`],
    ['priorities, a domain by rank', `${path}?of=${node('domain')}&show=rank&classes=quantile&n=3&sure=1`],
    ['priorities, an indicator', `${path}?of=${node('indicator')}&classes=head-tail&sure=1`],
    ['priorities, wrong', `${path}?of=nothing&show=colour`],
    ['profile', `${path}/areas/${area}`],
    ['profile, gaps', `${path}/areas/${gap ?? area}`],
    ['compare, nothing chosen', `${path}/compare`],
    ['compare, one area', `${path}/compare?areas=${area}`],
    ['compare, two areas', `${path}/compare?areas=${area},${other}`],
    ['compare, four areas', `${path}/compare?areas=${four}`],
    ['compare, wrong', `${path}/compare?areas=${area},${area},nowhere`],
    ['sensitivity', `${path}/sensitivity`],
    ['builder', `${path}/build`],
    ['builder, changed', `${path}/build?w.${node('indicator')}=3&open=${node('indicator')}`],
    ['builder, wrong', `${path}/build?w.${node('indicator')}=-3`],
  ];
}

/** The first assessment of the place, or `null`. */
export async function firstAssessment(url) {
  const list = await (await fetch(`${url}/api/assessments`)).json();
  return list.assessments[0] ?? null;
}

/** The page that tells which areas hold the middle of an area. */
async function somewhere(url, area) {
  const [, dataset, edition] = area?.match(/^\/area\/([^/]+)\/([^/]+)\//) ?? [];
  const shapes = await (await fetch(`${url}/map/${dataset}/${edition}.json`)).json();
  const middle = shapes.features.find((feature) => feature.properties.middle)?.properties.middle;
  return middle && `/where?q=${middle[1]},${middle[0]}`;
}

async function text(address) {
  const answer = await fetch(address, { headers: { accept: 'text/html' } });
  return answer.text();
}
