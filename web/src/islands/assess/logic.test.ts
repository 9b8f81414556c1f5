import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewAddress, whyAddress } from './logic.ts';

test('a view is what the form says, and where the map looks stays', () => {
  const here = 'http://h/?view=1/2/3&of=old&sure=1&page=2';
  const chosen: [string, string][] = [['of', 'work'], ['show', 'rank'], ['area', '']];
  const fields = ['of', 'show', 'sure', 'hot', 'area'];
  assert.equal(viewAddress(here, '/assessments/a', chosen, fields), '/assessments/a?view=1/2/3&of=work&show=rank');
});

test('one area is explained at a time', () => {
  assert.equal(whyAddress('http://h/?of=a&area=X', '/assessments/a', 'E&1'), '/assessments/a?of=a&area=E%261');
  assert.equal(whyAddress('http://h/?of=a&area=X', '/assessments/a', null), '/assessments/a?of=a');
});
