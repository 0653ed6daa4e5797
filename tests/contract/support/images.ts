const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const SVG_ELEMENTS = new Set([
  'svg',
  'g',
  'path',
  'rect',
  'circle',
  'ellipse',
  'line',
  'polyline',
  'polygon',
  'title',
  'desc',
  'defs',
  'linearGradient',
  'radialGradient',
  'stop',
  'clipPath',
  'mask',
  'text',
  'tspan',
]);
const SVG_ATTRIBUTES =
  /^(?:xmlns|viewBox|width|height|id|role|d|x|y|x1|y1|x2|y2|cx|cy|r|rx|ry|points|transform|opacity|offset|gradientUnits|gradientTransform|fill(?:-\w+)?|stroke(?:-\w+)*|stop-\w+|clip-path|clip-rule|mask|font-\w+|text-anchor|aria-\w+)$/;

export function imageType(data: Uint8Array): 'png' | 'svg' | 'unknown' {
  if (PNG.every((byte, i) => data[i] === byte)) {
    return 'png';
  }
  return /^\s*(?:<\?xml[^>]*>\s*)?<svg[\s>]/.test(new TextDecoder().decode(data)) ? 'svg' : 'unknown';
}

/** Elements and attributes that a plain drawing does not need: scripts, handlers, links, foreign content. */
export function unsafeSvgParts(svg: string): string[] {
  const found: string[] = [];
  for (const [, name = '', attributes = ''] of svg
    .replace(/<\?xml[^>]*>|<!--[\s\S]*?-->/g, '')
    .matchAll(/<([A-Za-z!][\w:-]*)([^>]*)>/g)) {
    if (!SVG_ELEMENTS.has(name)) {
      found.push(`<${name}>`);
    }
    for (const [, attribute = '', value = ''] of attributes.matchAll(/([\w:-]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
      if (!SVG_ATTRIBUTES.test(attribute) || (/url\(/.test(value) && !/url\(#/.test(value))) {
        found.push(`${name} ${attribute}`);
      }
    }
  }
  return found;
}
