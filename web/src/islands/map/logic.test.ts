import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressWith, byName, parseLook, sentence, stateOf, whereAddress, widened, writeLook } from './logic.ts';
import { parseMapModel, parseThing, type Thing } from './model.ts';

const aston: Thing = { code: 'E1', label: 'Aston', href: '/a', fill: null, words: 'People: 5', middle: null, sign: null };

test('a look survives the address', () => {
  const look = { zoom: 11.25, lat: 52.48, lon: -1.9 };
  assert.deepEqual(parseLook(writeLook(look)), look);
});

test('a look that makes no sense is none', () => {
  for (const text of [null, '', 'a/b/c', '1/2', '1/95/0', '1/2/3/4', '-1/0/0']) {
    assert.equal(parseLook(text), null, String(text));
  }
});

test('the map changes only its own part of the address', () => {
  const address = addressWith('http://x/data?figure=a%40b#list', { zoom: 1, lat: 2, lon: 3 }, 'E&1');
  assert.equal(address, '/data?figure=a%40b&view=1.00/2.00000/3.00000&area=E%261#list');
  assert.equal(addressWith('http://x/data?view=1/2/3', null, null), '/data');
});

test('a thing without a fill is hatched, whichever way its shape comes', () => {
  assert.deepEqual(stateOf({ ...aston, fill: '#123456' }), { fill: '#123456', gap: false });
  assert.deepEqual(stateOf(aston), { fill: null, gap: true });
});

test('a place without an area is said to have none', () => {
  assert.equal(sentence(null, 'area'), 'There is no area here.');
  assert.equal(sentence(aston, 'area'), 'Aston. People: 5');
});

test('names are in order, and codes settle ties', () => {
  const twin = { ...aston, code: 'E0' };
  const names = byName([{ ...aston, label: 'Ŵen' }, aston, twin]).map((thing) => thing.code + thing.label);
  assert.deepEqual(names, ['E0Aston', 'E1Aston', 'E1Ŵen']);
});

test('a spot is asked about by latitude and longitude', () => {
  assert.equal(whereAddress(52.48, -1.9), '/where?q=52.480000%2C%20-1.900000');
});

test('the map may not be moved far off', () => {
  const [[west], [, north]] = widened([-2, 52, -1, 53]);
  assert.ok(west < -3 && north > 54);
});

test('a broken view model gives no map', () => {
  assert.equal(parseMapModel('{'), null);
  assert.equal(parseMapModel('{"title":"x","source":"/m","noun":"area","bounds":[1,2,3]}'), null);
  const model = parseMapModel('{"title":"x","source":"/m","noun":"area","bounds":[1,2,3,4],"backdrop":null,"asksWhere":true}');
  assert.deepEqual(model?.bounds, [1, 2, 3, 4]);
  assert.equal(model?.asksWhere, true);
  assert.equal(model?.spot, null);
  assert.equal(model?.tiles, null);
  const tiled = parseMapModel('{"title":"x","source":"/m","noun":"area","bounds":[1,2,3,4],"tiles":"/t/{z}/{y}/{x}"}');
  assert.equal(tiled?.tiles, '/t/{z}/{y}/{x}');
  const marked = parseMapModel('{"title":"x","source":"/m","noun":"area","bounds":[1,2,3,4],"spot":[-1.9,52.4]}');
  assert.deepEqual(marked?.spot, [-1.9, 52.4]);
});

test('properties that are not ours are no thing', () => {
  assert.equal(parseThing({ code: 1 }), null);
  assert.equal(parseThing(null), null);
  assert.equal(parseThing({ code: 'a', label: 'b', href: 'c', middle: [1, 'x'] })?.middle, null);
});
