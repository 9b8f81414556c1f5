import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fifths, parseBuildModel, reckon, shares, type BuildModel, type BuildNode } from './reckon.ts';

const leaf = (id: string, scores: (number | null)[], states = '...'): BuildNode => ({
  id,
  title: id,
  weight: 1,
  parts: [],
  mean: 'straight',
  power: null,
  leastPresent: null,
  scores,
  states,
  cover: [],
});
const group = (id: string, parts: number[], more: Partial<BuildNode> = {}): BuildNode => ({
  ...leaf(id, []),
  states: '',
  parts,
  ...more,
});
const model = (...nodes: BuildNode[]): BuildModel => ({
  areas: ['A', 'B', 'C'].map((code) => ({ code, label: code, before: null })),
  nodes,
  rules: { mostImputed: 0.3, leastCover: 0.8, worst: 1 },
});

test('a weighted mean ranks the highest first, and equal ones share', () => {
  const two = model(leaf('a', [10, 20, 30]), leaf('b', [40, 20, 0]), group('index', [0, 1]));
  assert.deepEqual(reckon(two, [1, 1, 1])?.scores, [25, 20, 15]);
  assert.deepEqual(reckon(two, [1, 1, 1])?.ranks, [1, 2, 3]);
  assert.deepEqual(reckon(two, [3, 0, 1])?.ranks, [3, 2, 1]);
  assert.deepEqual(reckon(model(leaf('a', [5, 5, 1]), group('index', [0])), [1, 1])?.ranks, [1, 1, 3]);
});

test('other means need scores above nought and contests are left alone', () => {
  const geometric = model(leaf('a', [1, 4, 9]), leaf('b', [4, 4, 4]), group('index', [0, 1], { mean: 'log' }));
  assert.ok(Math.abs((reckon(geometric, [1, 1, 1])?.scores[0] ?? 0) - 2) < 1e-12);
  assert.equal(reckon(model(leaf('a', [0, 4, 9]), group('index', [0], { mean: 'log' })), [1, 1]), null);
  assert.equal(reckon(model(leaf('a', [1, 4, 9]), group('index', [0], { mean: 'contest' })), [1, 1]), null);
});

test('a gap is a gap unless enough of the rest is there', () => {
  const parts = [leaf('a', [null, 2, 3], 'm..'), leaf('b', [5, 2, 3])];
  assert.equal(reckon(model(...parts, group('index', [0, 1])), [1, 9, 1])?.scores[0], null);
  const lenient = model(...parts, group('index', [0, 1], { leastPresent: 0.5 }));
  assert.equal(reckon(lenient, [1, 9, 1])?.scores[0], 5);
  assert.equal(reckon(lenient, [1, 1, 1])?.ranks[0], null, 'half of its weight is missing');
  assert.equal(reckon(lenient, [1, 9, 1])?.ranks[0], 1);
});

test('shares go down the tree', () => {
  const tree = model(leaf('a', [1, 2, 3]), leaf('b', [1, 2, 3]), group('d', [0, 1]), leaf('c', [1, 2, 3]), group('index', [2, 3]));
  assert.deepEqual(shares(tree, [1, 3, 2, 2, 1]), [0.125, 0.375, 0.5, 0.5, 1]);
});

test('the worst fifth is the darkest', () => {
  assert.deepEqual(fifths([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, null]), [4, 4, 3, 3, 2, 2, 1, 1, 0, 0, null]);
});

test('69 areas by 60 indicators take far less than a frame', () => {
  const leaves = Array.from({ length: 60 }, (_, at) =>
    leaf(`i${at}`, Array.from({ length: 69 }, (_, area) => ((area * 37 + at * 11) % 101) + 1), '.'.repeat(69)),
  );
  const groups = Array.from({ length: 6 }, (_, at) => group(`d${at}`, Array.from({ length: 10 }, (_, i) => at * 10 + i)));
  const big: BuildModel = {
    ...model(...leaves, ...groups, group('index', [60, 61, 62, 63, 64, 65])),
    areas: Array.from({ length: 69 }, (_, at) => ({ code: `A${at}`, label: `A${at}`, before: null })),
  };
  const weights = big.nodes.map(() => 1);
  for (let warm = 0; warm < 20; warm += 1) reckon(big, weights);
  const start = performance.now();
  for (let run = 0; run < 50; run += 1) reckon(big, weights);
  const each = (performance.now() - start) / 50;
  console.log(`reckoned in ${each.toFixed(2)} ms`);
  assert.ok(each < 16, `${each} ms`);
});

test('what is no model is none', () => {
  assert.equal(parseBuildModel(null), null);
  assert.equal(parseBuildModel({ areas: [], nodes: [] }), null);
});
