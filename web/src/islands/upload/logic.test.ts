import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progressWords } from './logic.ts';

test('progress is told in whole percent and never before its time', () => {
  assert.equal(progressWords(999, 1000), '99% sent');
  assert.equal(progressWords(1000, 1000), 'The file has been sent and is being checked');
  assert.equal(progressWords(0, 0), 'Sending the file');
});
