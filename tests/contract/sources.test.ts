import { describe, expect, it } from 'vitest';
import { filesBelow, readText } from './support/repo.ts';
import { imageType, unsafeSvgParts } from './support/images.ts';

/** Patterns that the catalog's review refuses, looked for in what is shipped. Comments and tests don't count. */

const isTest = /\.test\.tsx?$|_test\.go$/;

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

/** `path:text` of every match. */
function findIn(folder: string, kind: RegExp, pattern: RegExp): string[] {
  return filesBelow(folder)
    .filter((path) => kind.test(path) && !isTest.test(path))
    .flatMap((path) => [...withoutComments(readText(path)).matchAll(pattern)].map(([match]) => `${path}: ${match}`));
}

describe('front end', () => {
  it.each([
    ['writes to no console', /\bconsole\s*\.\s*\w+/g],
    ['evaluates no text', /\beval\s*\(|\bnew\s+Function\s*\(/g],
    [
      'writes no HTML into the page',
      /\b(?:inner|outer)HTML\b|\bdangerouslySetInnerHTML\b|\binsertAdjacentHTML\b|\bdocument\.write\b/g,
    ],
    ['sets no global', /\bwindow\s*\.\s*\w+\s*=[^=]|\bglobalThis\s*\.\s*\w+\s*=[^=]/g],
    [
      'reads nothing of Grafana from a global',
      /\bwindow\.(?:grafanaBootData|grafanaRuntime|__grafanaSceneContext)\b|\bfeatureToggles\.topnav\b/g,
    ],
    ['brings no global styles', /import\s+['"][^'"]*\.(?:css|scss|less)['"]|<Global\b/g],
    [
      'uses nothing that React 19 has removed',
      /\bfindDOMNode\b|\.defaultProps\b|\.propTypes\b|\bReactDOM\.render\b|\bref="|__SECRET_INTERNALS/g,
    ],
  ])('%s', (_, pattern) => {
    expect(findIn('src', /\.tsx?$/, pattern)).toEqual([]);
  });
});

describe('backend', () => {
  it('reads neither environment nor files and makes no system call', () => {
    expect(
      findIn('pkg', /\.go$/, /\b(?:os\.(?!Exit\b)|syscall\.|fs\.|filepath\.)\w+\(|"(?:unsafe|io\/ioutil|os\/exec)"/g)
    ).toEqual([]);
  });
});

describe('image rules', () => {
  it('tell types by their bytes', () => {
    expect(imageType(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0))).toBe('png');
    expect(imageType(new TextEncoder().encode('<?xml version="1.0"?>\n<svg viewBox="0 0 1 1"/>'))).toBe('svg');
    expect(imageType(new TextEncoder().encode('<html><svg/></html>'))).toBe('unknown');
  });

  it.each([
    ['<svg><script>1</script></svg>', ['<script>']],
    ['<svg onload="x()"><path d="M0 0"/></svg>', ['svg onload']],
    ['<svg><a href="https://a.example"><path d="M0 0"/></a></svg>', ['<a>', 'a href']],
    ['<svg><rect fill="url(https://a.example/x)"/></svg>', ['rect fill']],
    ['<svg viewBox="0 0 1 1"><rect fill="url(#g)" width="1" height="1"/></svg>', []],
  ])('%s', (svg, parts) => {
    expect(unsafeSvgParts(svg)).toEqual(expect.arrayContaining(parts));
    expect(unsafeSvgParts(svg).length > 0).toBe(parts.length > 0);
  });
});
