import fc from 'fast-check';
import { decodeBase64, decodeUtf8 } from './base64.ts';
import { logoProblem, MOST_LOGO_BYTES } from './logo.ts';

const uri = (type: string, bytes: Uint8Array | string) =>
  `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
const svg = (inside: string, attributes = '') =>
  uri('image/svg+xml', `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"${attributes}>${inside}</svg>`);

/** Signature, then the first chunk up to width and height. */
function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
  bytes.write('IHDR', 12);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

describe('base64 and UTF-8', () => {
  it('reads what Node writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes);
      })
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeUtf8(Buffer.from(text))).toBe(Buffer.from(text).toString());
      })
    );
  });

  it.each(['a', 'ab', 'a===', 'ab!=', 'a b=', '====', 'YQ=\n'])('refuses %j', (text) => {
    expect(decodeBase64(text)).toBeUndefined();
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(decodeUtf8(Uint8Array.of(0xc3, 0x28))).toBeUndefined();
  });
});

describe('a logo', () => {
  it.each([
    uri('image/png', png(200, 100)),
    uri('image/jpeg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)),
    svg('<path d="M0 0h8v8z" fill="#123456"/>'),
    svg(
      `<defs><linearGradient id='g'><stop offset="0"/></linearGradient></defs><rect width="8" height="8" fill="url(#g)"/>`
    ),
    svg('<use href="#a"/><g style="fill:red"><text>5 &lt; 6</text></g><!-- drawn by hand -->'),
    uri('image/svg+xml', '<?xml version="1.0" encoding="UTF-8"?>\n<svg width="8" height="8"></svg>'),
  ])('is taken: %.60s', (logo) => {
    expect(logoProblem(logo)).toBeUndefined();
  });

  it.each([
    '<script>alert(1)</script>',
    '<SCRIPT>alert(1)</SCRIPT>',
    '<g onload="alert(1)"/>',
    `<g ONclick='alert(1)'/>`,
    '<a href="javascript:alert(1)"><rect/></a>',
    '<use href="https://evil.example/x.svg#a"/>',
    '<use xlink:href=" data:image/svg+xml,x"/>',
    '<image href="https://evil.example/x.png"/>',
    '<foreignObject><iframe/></foreignObject>',
    '<style>@import url(https://evil.example)</style>',
    '<rect fill="url(https://evil.example/#a)"/>',
    `<rect style="fill:url('https://evil.example')"/>`,
    '<rect style="fill:u\\72l(x)"/>',
    '<rect style="background:&#117;rl(x)"/>',
    '<animate attributeName="href" to="javascript:alert(1)"/>',
    '<set attributeName="onload" to="alert(1)"/>',
    '<![CDATA[<script>]]>',
    '<?xml-stylesheet href="https://evil.example"?>',
    '<scr<!-- -->ipt>alert(1)</script>',
    '<!-- unclosed',
    '<g attribute=unquoted>',
    '< script>',
  ])('is refused with %s', (inside) => {
    expect(logoProblem(svg(inside))).toMatch(/^the SVG may only draw, and .* not allowed$/);
  });

  it.each([
    ['<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>', '"<!DOCTYPE svg [<!ENT" is not allowed'],
    ['<html><svg/></html>', '<html> is not allowed'],
    ['<g/>', '<g> as the outermost element is not allowed'],
    ['hello', 'without <svg>'],
    ['<svg onload="alert(1)"/>', 'onload'],
  ])('is refused as the SVG %s', (text, reason) => {
    expect(logoProblem(uri('image/svg+xml', text))).toContain(reason);
  });

  it.each([
    ['https://evil.example/logo.png', 'data:image/png;base64'],
    ['data:text/html;base64,PGI+', 'data:image/png;base64'],
    ['data:image/gif;base64,R0lGOD==', 'data:image/png;base64'],
    ['data:image/png,abc', 'data:image/png;base64'],
    ['data:image/png;base64,', 'not valid base64'],
    ['data:image/png;base64,%%%%', 'not valid base64'],
    [uri('image/png', 'GIF89a'), 'no PNG'],
    [uri('image/png', png(1, 1).subarray(0, 20)), 'no PNG'],
    [uri('image/jpeg', png(1, 1)), 'no JPEG'],
    [uri('image/png', png(2049, 10)), '2049 × 10 pixels'],
    [uri('image/png', png(0, 10)), '0 × 10 pixels'],
    [uri('image/png', png(4_000_000_000, 10)), 'at most 2048'],
    [uri('image/svg+xml', Uint8Array.of(0xff, 0xfe)), 'not UTF-8'],
  ])('is refused: %.60s', (logo, reason) => {
    expect(logoProblem(logo)).toContain(reason);
  });

  it('has a limit, and 50 MB are refused without being read', () => {
    const large = Buffer.alloc(MOST_LOGO_BYTES);
    png(10, 10).copy(large);
    expect(logoProblem(uri('image/png', large))).toBeUndefined();
    expect(logoProblem(uri('image/png', Buffer.concat([large, Buffer.alloc(3)])))).toContain('more than 512 KiB');
    // Reading it would find that this is no base64.
    expect(logoProblem(`data:image/png;base64,${'*'.repeat(70_000_000)}`)).toContain('more than 512 KiB');
  });

  // Where the time grows with the square of the length, this takes minutes.
  it.each([
    ['<g ', 'is not allowed'],
    ['<!--', 'an unclosed comment is not allowed'],
    ['<g/>', undefined],
    ['&', undefined],
  ])('of nothing but %j is judged to its end', (part, reason) => {
    const problem = logoProblem(svg(part.repeat(300_000 / part.length)));
    if (reason === undefined) {
      expect(problem).toBeUndefined();
    } else {
      expect(problem).toContain(reason);
    }
  });

  it.each([' a', ' a=', ' a="', ' a="1"', "='", ' '])('with a tag of nothing but %j is judged to its end', (part) => {
    expect(logoProblem(svg('', ` ${part.repeat(250_000 / part.length)}`))).toContain('is not allowed');
  });
});
