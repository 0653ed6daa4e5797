import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributes } from '../../testing/otlp.ts';
import { flag, nanoTime, number, readAttributes, text } from './attributes.ts';

const read = (values: Parameters<typeof attributes>[0]) => readAttributes(attributes(values));

describe('readAttributes', () => {
  it('reads values of every kind, 64-bit integers as number or text', () => {
    const found = read({
      model: 'opus',
      cost_usd: 0.25,
      input_tokens: 7,
      output_tokens: { intValue: '9007199254740991' },
      cache_read_tokens: { intValue: -3 },
      success: true,
    });
    expect([...found]).toEqual([
      ['model', 'opus'],
      ['cost_usd', 0.25],
      ['input_tokens', 7],
      ['output_tokens', 9007199254740991],
      ['cache_read_tokens', -3],
      ['success', true],
    ]);
  });

  it('reads nothing that is not on its list', () => {
    const secrets = [
      'user.id',
      'user.email',
      'user.account_uuid',
      'organization.id',
      'prompt',
      'error',
      'tool_input',
      'file_path',
    ];
    expect(read(Object.fromEntries(secrets.map((name) => [name, 'MARKER']))).size).toBe(0);
  });

  it.each([
    [{ stringValue: '' }],
    [{ intValue: '7.5' }],
    [{ intValue: 'seven' }],
    [{ doubleValue: 'NaN' }],
    [{ arrayValue: { values: [] } }],
    [{ kvlistValue: {} }],
    [{}],
  ])('takes %j for no value', (value) => {
    expect(read({ model: value }).has('model')).toBe(false);
  });

  it.each([undefined, null, {}, 'x', [null], [5], [{ key: 5, value: { stringValue: 'x' } }], [{ key: 'model' }]])(
    'survives %j',
    (value) => {
      expect(readAttributes(value).size).toBe(0);
    }
  );
});

describe('coercions', () => {
  it('take numbers that come as text, and nothing else for a number', () => {
    const found = read({
      duration_ms: '979',
      cost_usd: '0.25',
      input_tokens: 'many',
      output_tokens: ' ',
      success: true,
    });
    expect(number(found, 'duration_ms')).toBe(979);
    expect(number(found, 'cost_usd')).toBe(0.25);
    for (const name of ['input_tokens', 'output_tokens', 'success', 'cache_read_tokens']) {
      expect(number(found, name)).toBeUndefined();
    }
    for (const infinite of ['NaN', 'Infinity', '-Infinity']) {
      expect(number(read({ duration_ms: infinite }), 'duration_ms')).toBeUndefined();
    }
  });

  it('take truth that comes as text', () => {
    const of = (value: string | boolean) => flag(read({ success: value }), 'success');
    expect([of('true'), of('false'), of(true), of(false), of('yes'), of('')]).toEqual([
      true,
      false,
      true,
      false,
      undefined,
      undefined,
    ]);
  });

  it('make text of every value', () => {
    expect(text(read({ status_code: 529 }), 'status_code')).toBe('529');
    expect(text(read({}), 'status_code')).toBeUndefined();
  });
});

describe('nanoTime', () => {
  it('loses no millisecond of a time that does not fit a number', () => {
    expect(nanoTime('1795424687779000000')).toBe(1795424687779);
    expect(nanoTime('1795424687779123456')).toBeCloseTo(1795424687779.1235, 3);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4e12 }), (time) => {
        expect(nanoTime(`${BigInt(time) * 1_000_000n}`)).toBe(time);
      })
    );
  });

  it.each([undefined, null, 0, '0', '', '-5', '1e18', 'soon', '1'.repeat(21), NaN])('is unknown for %j', (value) => {
    expect(nanoTime(value)).toBeUndefined();
  });
});
