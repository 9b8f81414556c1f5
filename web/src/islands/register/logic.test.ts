import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formAddress } from './logic.ts';

test('blank fields are left out, ticked values all stay', () => {
  const fields: [string, string][] = [['q', '  '], ['f1', 'School'], ['f1', 'Park & ride']];
  assert.equal(formAddress('/data/assets/2025', fields), '/data/assets/2025?f1=School&f1=Park+%26+ride');
  assert.equal(formAddress('/x', []), '/x');
});
