import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawnAddress, parseSwipe, percent, piecesSentence, swipeAddress } from './logic.ts';
import { parsePiece, parseSwipeModel } from './model.ts';

test('a share is never rounded up to all, nor down to nothing', () => {
  assert.equal(percent(0.9999), '99.9%');
  assert.equal(percent(1), '100%');
  assert.equal(percent(0.0004), 'under 0.1%');
  assert.equal(percent(0), '0%');
});

test('pieces are told in a sentence, slivers left out', () => {
  const aston = { name: 'Aston', ground: 0.75, people: 0.5, sliver: false };
  const outside = { name: null, ground: 0.25, people: null, sliver: false };
  const sliver = { name: 'Lozells', ground: 0.0001, people: 0, sliver: true };
  assert.equal(
    piecesSentence('E01', [aston, outside, sliver]),
    'E01. Aston: 75% of its ground, 50% of its people; outside every area: 25% of its ground.',
  );
  assert.equal(piecesSentence('E02', [sliver]), 'E02 lies in no area.');
});

test('the line stands in the middle unless the address says where', () => {
  assert.equal(parseSwipe(null), 50);
  assert.equal(parseSwipe(''), 50);
  assert.equal(parseSwipe('x'), 50);
  assert.equal(parseSwipe('130'), 100);
  assert.equal(parseSwipe('30'), 30);
});

test('the state stands in the address and what else is there stays', () => {
  const at = 'http://h/boundaries?from=a%401&to=b%402';
  assert.equal(swipeAddress(at, 30, 'E01'), '/boundaries?from=a%401&to=b%402&swipe=30&picked=E01');
  assert.equal(swipeAddress(`${at}&swipe=30&picked=E01`, 50, null), '/boundaries?from=a%401&to=b%402');
  assert.equal(drawnAddress(`${at}&picked=E01`, 'E02'), '/boundaries?from=a%401&to=b%402&area=E02#map-heading');
});

test('a broken view model gives no map', () => {
  assert.equal(parseSwipeModel('{'), null);
  const side = { title: 'a', source: '/m' };
  const whole = { title: 't', from: side, to: side, pieces: '/p', bounds: [1, 2, 3, 4] };
  assert.deepEqual(parseSwipeModel(JSON.stringify(whole))?.bounds, [1, 2, 3, 4]);
  assert.equal(parseSwipeModel(JSON.stringify({ ...whole, to: null })), null);
  assert.equal(parseSwipeModel(JSON.stringify({ ...whole, bounds: [1] })), null);
});

test('a piece without a share is none of ours', () => {
  assert.equal(parsePiece({ to_code: 'a' }), null);
  assert.equal(parsePiece(null), null);
  assert.deepEqual(parsePiece({ to_code: 'a', ground_share: 1, relation: 'sliver' }), {
    name: 'a',
    ground: 1,
    people: null,
    sliver: true,
  });
});
