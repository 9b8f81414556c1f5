import assert from 'node:assert/strict';
import { test } from 'node:test';
import { added, drawing, moved, named, parseDrawModel, placed, sentence, step, undone, without } from './logic.ts';

test('a corner is added below the others and taken away again', () => {
  const text = added('SP 066 867\n', { lat: 52.48, lon: -1.9 });
  assert.equal(text, 'SP 066 867\n52.480000, -1.900000');
  assert.equal(undone(text), 'SP 066 867');
});

test('only degrees are placed on the map', () => {
  const text = '52.48, -1.9\nSP 066 867\n406689, 286822\n\n52.49 -1.8';
  assert.deepEqual(placed(text), [{ lat: 52.48, lon: -1.9, line: 0 }, { lat: 52.49, lon: -1.8, line: 3 }]);
});

test('three corners make an area, two a line', () => {
  const corners = [{ lat: 0, lon: 0 }, { lat: 0, lon: 1 }, { lat: 1, lon: 1 }];
  assert.equal(drawing(corners).features.at(-1)?.geometry.type, 'Polygon');
  assert.equal(drawing(corners.slice(1)).features.at(-1)?.geometry.type, 'LineString');
  assert.deepEqual(drawing([]).features, []);
});

test('a corner is moved or taken away on its own line, and the others stay as they were written', () => {
  const text = '52.48, -1.9\nSP 066 867\n\n52.49 -1.8\n';
  const [, last] = placed(text);
  assert.equal(last?.line, 2);
  assert.equal(named(text, 2), 'Corner 3 of 3');
  assert.equal(moved(text, 2, { lat: 52.5, lon: -1.85 }), '52.48, -1.9\nSP 066 867\n52.500000, -1.850000');
  assert.equal(without(text, 0), 'SP 066 867\n52.49 -1.8');
});

test('arrows move a corner ten pixels, with Shift one, and other keys none', () => {
  assert.deepEqual(step('ArrowLeft', false), [-10, 0]);
  assert.deepEqual(step('ArrowUp', false), [0, -10]);
  assert.deepEqual(step('ArrowRight', true), [1, 0]);
  assert.deepEqual(step('ArrowDown', true), [0, 1]);
  assert.equal(step('a', false), null);
});

test('how many corners are set is said', () => {
  assert.equal(sentence(''), 'No corner is set.');
  assert.equal(sentence('a'), '1 corner is set. An area needs at least three.');
  assert.equal(sentence('a\nb\nc'), '3 corners are set.');
});

test('a broken model gives no map', () => {
  assert.equal(parseDrawModel('{'), null);
  assert.equal(parseDrawModel('{"backdrop":"/m","bounds":[1,2,3]}'), null);
  assert.deepEqual(parseDrawModel('{"backdrop":"/m","bounds":[1,2,3,4]}')?.bounds, [1, 2, 3, 4]);
});
