import assert from 'node:assert/strict';
import { test } from 'node:test';
import { added, drawing, parseDrawModel, placed, sentence, undone } from './logic.ts';

test('a corner is added below the others and taken away again', () => {
  const text = added('SP 066 867\n', { lat: 52.48, lon: -1.9 });
  assert.equal(text, 'SP 066 867\n52.480000, -1.900000');
  assert.equal(undone(text), 'SP 066 867');
});

test('only degrees are placed on the map', () => {
  const text = '52.48, -1.9\nSP 066 867\n406689, 286822\n\n52.49 -1.8';
  assert.deepEqual(placed(text), [{ lat: 52.48, lon: -1.9 }, { lat: 52.49, lon: -1.8 }]);
});

test('three corners make an area, two a line', () => {
  const corners = [{ lat: 0, lon: 0 }, { lat: 0, lon: 1 }, { lat: 1, lon: 1 }];
  assert.equal(drawing(corners).features.at(-1)?.geometry.type, 'Polygon');
  assert.equal(drawing(corners.slice(1)).features.at(-1)?.geometry.type, 'LineString');
  assert.deepEqual(drawing([]).features, []);
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
