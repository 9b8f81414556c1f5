import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesOnly, decimalsOf, list, moveWords, rankWords, scoreWords, worstWords } from './buildwords.ts';

test('a move is an arrow and a word', () => {
  assert.equal(moveWords(3, 1), '3, ▲ 2 worse');
  assert.equal(moveWords(1, 3), '1, ▼ 2 better');
  assert.equal(moveWords(3, 3), '3');
  assert.equal(moveWords(3, null), '3, no longer ranked');
  assert.equal(moveWords(null, 3), 'not ranked before');
  assert.equal(rankWords(2, true), '2 =');
});

test('who enters and who leaves the worst is named', () => {
  const areas = [['A', 1], ['B', 2], ['C', null]].map(([label, before]) => ({ code: String(label), label: String(label), before: before as number | null }));
  const model = { areas, nodes: [], rules: { mostImputed: 0.3, leastCover: 0.8, worst: 1 } };
  const words = (ranks: (number | null)[]): string => worstWords(model, { scores: [], ranks });
  assert.equal(words([1, 2, null]), 'No rank changes.');
  assert.equal(words([2, 1, null]), '2 areas have another rank. New among the worst 1: B. No longer among them: A.');
  assert.equal(words([1, 3, 2]), '2 areas have another rank. The worst 1 stay the same areas.');
  assert.equal(list(['a', 'b', 'c']), 'a, b and c');
});

test('scores keep the decimals that the server gave them', () => {
  assert.equal(decimalsOf(['4.20', 'suppressed', '1,204.5']), 2);
  assert.equal(scoreWords(1204.5, 2), '1,204.50');
});

test('only changes stand in the address', () => {
  const own = new Map([['w.a', '2'], ['w.b', '1']]);
  assert.equal(changesOnly([['w.a', '2.0'], ['w.b', '3'], ['add', '']], own), '?w.b=3');
  assert.equal(changesOnly([['w.a', '2'], ['w.b', '1']], own), '');
});
