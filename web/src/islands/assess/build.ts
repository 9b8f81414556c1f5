// The builder: a slider beside each weight, ranks and map that follow it, and
// the page's own form for everything else.
import { announce } from '../../lib/announce.ts';
import { fetchPage, swapFrom } from '../../lib/swap.ts';
import { changesOnly, decimalsOf, movedWords, moveWords, rankWords, scoreWords, worstWords } from './buildwords.ts';
import { fifths, parseBuildModel, reckon, shares, type BuildModel, type Ranks } from './reckon.ts';

const FILLS = ['#ffffcc', '#a1dab4', '#41b6c4', '#1d91c0', '#225ea8'];
const PARTS = ['#build-form', '#build-result', '#build-wrong', '#save-edits'];
const SLIDER_MOST = 3;

let model: BuildModel | null = null;
let asked = 0;

/** Makes the builder's form answer at once; it works without this, too. */
export function watchBuild(root: Document): void {
  const form = builder();
  if (form === null) return;
  addSliders();
  void loadModel();
  root.addEventListener('input', (event) => {
    const weight = event.target instanceof Element ? event.target.closest<HTMLElement>('.ww-weight') : null;
    if (!weight || !(event.target instanceof HTMLInputElement)) return;
    pair(weight, event.target);
    redraw();
  });
  root.addEventListener('change', (event) => {
    if (!(event.target instanceof Element) || event.target.closest('#build-form') === null) return;
    if (event.target.closest('.ww-weight') && redraw()) remember(true);
    else void submit(null);
  });
  root.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement) || event.target.id !== 'build-form') return;
    event.preventDefault();
    void submit(event.submitter instanceof HTMLButtonElement ? event.submitter : null);
  });
}

function builder(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>('form[data-assess=build]');
}

function addSliders(): void {
  for (const holder of document.querySelectorAll<HTMLElement>('.ww-weight')) {
    const box = holder.querySelector<HTMLInputElement>('input[name]');
    if (!box || holder.querySelector('input[type=range]')) continue;
    const own = Number(holder.dataset['own'] ?? box.value);
    const slider = document.createElement('input');
    slider.type = 'range';
    slider.min = '0';
    slider.max = String(Math.max(SLIDER_MOST * (own > 0 ? own : 1), Number(box.value) || 0));
    slider.step = String((own > 0 ? own : 1) / 20);
    slider.value = box.value;
    slider.className = 'ww-weight__slider';
    slider.setAttribute('aria-label', `${holder.querySelector('label')?.textContent ?? 'Weight'}, slider`);
    box.after(slider);
  }
}

/** The slider and the box beside it say the same. */
function pair(holder: HTMLElement, from: HTMLInputElement): void {
  for (const other of holder.querySelectorAll<HTMLInputElement>('input')) {
    if (other !== from) other.value = from.value;
  }
}

async function loadModel(): Promise<void> {
  const form = builder();
  if (form === null) return;
  const mine = (asked += 1);
  try {
    const address = form.action.replace(/\/build$/, '/build.json') + location.search;
    const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) });
    const found = answer.ok ? parseBuildModel(await answer.json()) : null;
    if (mine === asked) model = found;
  } catch {
    if (mine === asked) model = null;
  }
  if (mine === asked) document.documentElement.dataset['buildReady'] = model === null ? 'server' : 'page';
}

/** Shows the ranks of the weights as they stand; `false` where the server has to be asked. */
function redraw(): boolean {
  if (model === null) return false;
  const weights: number[] = [];
  for (const node of model.nodes) {
    const box = document.querySelector<HTMLInputElement>(`input[name="${CSS.escape(`w.${node.id}`)}"]`);
    const weight = box === null ? node.weight : Number(box.value);
    if (!Number.isFinite(weight) || weight < 0 || box?.value.trim() === '') return false;
    weights.push(weight);
  }
  const ranks = reckon(model, weights);
  if (ranks === null) return false;
  showRows(model, ranks);
  showMap(model, ranks);
  showShares(model, weights);
  const words = document.getElementById('build-words');
  if (words) words.textContent = worstWords(model, ranks);
  return true;
}

function showRows(model: BuildModel, { scores, ranks }: Ranks): void {
  const body = document.querySelector('#list tbody');
  if (!body) return;
  const order = model.areas.map((_, at) => at).sort((a, b) => (ranks[a] ?? Infinity) - (ranks[b] ?? Infinity) || a - b);
  const rows = new Map([...body.querySelectorAll<HTMLElement>('tr')].map((row) => [row.dataset['code'], row]));
  const decimals = decimalsOf([...body.querySelectorAll('[data-cell=score]')].map((cell) => cell.textContent ?? ''));
  const alike = new Set(ranks.filter((rank, at) => rank !== null && ranks.indexOf(rank) !== at));
  for (const at of order) {
    const area = model.areas[at];
    const row = rows.get(area?.code);
    if (!area || !row) continue;
    const rank = ranks[at] ?? null;
    write(row, 'rank', rankWords(rank, rank !== null && alike.has(rank)));
    write(row, 'move', moveWords(area.before, rank));
    const score = scores[at] ?? null;
    if (score !== null) write(row, 'score', scoreWords(score, decimals));
    body.append(row);
  }
}

function write(row: HTMLElement, cell: string, text: string): void {
  const found = row.querySelector(`[data-cell=${cell}]`);
  if (found && found.textContent !== text) found.textContent = text;
}

function showMap(model: BuildModel, { ranks }: Ranks): void {
  const classes = fifths(ranks);
  const paths = document.querySelectorAll<SVGPathElement>('.ww-build__map .ww-areas path');
  for (const [at, path] of [...paths].entries()) {
    const shade = classes[at];
    path.setAttribute('fill', shade === null || shade === undefined ? 'url(#map-hatch)' : (FILLS[shade] ?? '#ffffff'));
  }
}

function showShares(model: BuildModel, weights: readonly number[]): void {
  const held = shares(model, weights);
  for (const [at, node] of model.nodes.entries()) {
    const place = document.querySelector(`[data-weight="${CSS.escape(node.id)}"] .ww-weight__share`);
    if (place) place.textContent = `${(Math.floor((held[at] ?? 0) * 1000) / 10).toString()}% of the whole`;
  }
}

/** The address and the form that saves say what the boxes say. */
function remember(tell: boolean): void {
  const form = builder();
  if (form === null) return;
  const query = changesOnly(formPairs(form, null), owns());
  history.replaceState(history.state, '', new URL(form.action).pathname + query);
  const edits = document.querySelector<HTMLInputElement>('#save-edits');
  if (edits) edits.value = query.replace(/^\?/, '');
  if (tell) announce(document.getElementById('build-words')?.textContent ?? '');
}

/** The weights of the recipe, which need not stand in the address. */
function owns(): ReadonlyMap<string, string> {
  const all = [...document.querySelectorAll<HTMLElement>('.ww-weight')];
  return new Map(all.map((holder) => [`w.${holder.dataset['weight'] ?? ''}`, holder.dataset['own'] ?? '']));
}

function formPairs(form: HTMLFormElement, button: HTMLButtonElement | null): [string, string][] {
  return [...new FormData(form, button)].flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
}

/** Asks the server for what the page cannot reckon. */
async function submit(button: HTMLButtonElement | null): Promise<void> {
  const form = builder();
  if (form === null) return;
  const pairs = formPairs(form, button);
  const open = pairs.filter(([name]) => name === 'open').at(-1);
  const kept = pairs.filter(([name]) => name !== 'open');
  const address = new URL(form.action).pathname + changesOnly(open ? [...kept, open] : kept, owns());
  const focused = document.activeElement?.id ?? '';
  const result = document.getElementById('build-result');
  result?.setAttribute('aria-busy', 'true');
  const next = await fetchPage(address);
  result?.removeAttribute('aria-busy');
  if (next === null) {
    location.assign(address);
    return;
  }
  swapFrom(next, PARTS);
  history.replaceState(history.state, '', address);
  addSliders();
  void loadModel();
  const first = open ? document.getElementById(`d.${open[1]}`) : null;
  (button ? first : document.getElementById(focused))?.focus({ preventScroll: true });
  announce(movedWords(document.getElementById('build-wrong')?.textContent ?? '', document.getElementById('build-words')?.textContent ?? ''));
}
