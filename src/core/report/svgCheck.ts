/** Elements that draw and do nothing else: none that runs, loads, links, embeds or moves. */
const ELEMENTS = new Set(
  'svg g path rect circle ellipse line polyline polygon text tspan defs use symbol lineargradient radialgradient stop clippath mask pattern title desc'.split(
    ' '
  )
);

/** Characters; paths of drawings are long. */
const LONGEST_TAG = 200_000;
const TAG = /^<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*\/?>/;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Why an SVG image is not taken; undefined for one that only draws. A list of what is allowed, since a list of what is
 * forbidden is never complete.
 */
export function svgProblem(text: string): string | undefined {
  const body = text.replace(/^\uFEFF?\s*(?:<\?xml[^?]*\?>)?/, '');
  let isFirst = true;
  for (let at = body.indexOf('<'); at >= 0; at = body.indexOf('<', at + 1)) {
    if (body.startsWith('<!--', at)) {
      at = body.indexOf('-->', at + 4);
      if (at < 0) {
        return 'an unclosed comment is not allowed';
      }
      continue;
    }
    const tag = TAG.exec(body.slice(at, at + LONGEST_TAG));
    const problem = tag
      ? tagProblem(tag[2] ?? '', tag[3] ?? '')
      : `${JSON.stringify(body.slice(at, at + 20))} is not allowed`;
    if (problem !== undefined) {
      return problem;
    }
    if (isFirst && tag?.[2]?.toLowerCase() !== 'svg') {
      return `<${tag?.[2]}> as the outermost element is not allowed`;
    }
    isFirst = false;
  }
  return isFirst ? 'without <svg> it is not allowed' : undefined;
}

function tagProblem(name: string, attributes: string): string | undefined {
  if (!ELEMENTS.has(name.toLowerCase())) {
    return `<${name}> is not allowed`;
  }
  for (const [, attribute = '', double, single] of attributes.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? '';
    const key = attribute.toLowerCase();
    const isNamespace = key === 'xmlns' || key.startsWith('xmlns:');
    if (key.startsWith('on') || (key.endsWith('href') && !value.trim().startsWith('#'))) {
      return `the attribute ${attribute} is not allowed`;
    }
    // An entity or an escape could spell what is looked for.
    if (!isNamespace && (/&|\\|@import|javascript:|:\/\//i.test(value) || /url\(\s*['"]?(?!\s*['"]?#)/i.test(value))) {
      return `the value of ${attribute} is not allowed`;
    }
  }
  return undefined;
}
