import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPlainClick, sortWords } from './logic.ts';

const click = { button: 0, metaKey: false, ctrlKey: false, shiftKey: false, altKey: false, defaultPrevented: false };

test('a click for a new tab is left to the browser', () => {
  assert.equal(isPlainClick(click), true);
  assert.equal(isPlainClick({ ...click, ctrlKey: true }), false);
  assert.equal(isPlainClick({ ...click, button: 1 }), false);
});

test('sorting is told with its direction', () => {
  assert.equal(sortWords('Name', 'descending'), 'Sorted by Name, highest or last first');
});
