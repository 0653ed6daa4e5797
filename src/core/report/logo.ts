import { decodeBase64, decodeUtf8 } from './base64.ts';
import { svgProblem } from './svgCheck.ts';

/** Largest logo, decoded. */
export const MOST_LOGO_BYTES = 512 * 1024;
/** Largest width and height of a PNG: decoding it takes four bytes a pixel. */
const MOST_LOGO_PIXELS = 2048;

const DATA_URI = /^data:(image\/(?:png|jpeg|svg\+xml));base64,/;
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];

/** Why a logo is not taken, as the end of a sentence; undefined for a good one. */
export function logoProblem(uri: string): string | undefined {
  const type = DATA_URI.exec(uri.slice(0, 40))?.[1];
  if (type === undefined) {
    return 'give it as "data:image/png;base64,…", as image/jpeg or as image/svg+xml';
  }
  const encoded = uri.slice(uri.indexOf(',') + 1);
  if (encoded.length * 0.75 > MOST_LOGO_BYTES + 2) {
    return `it has more than ${MOST_LOGO_BYTES / 1024} KiB: scale it down`;
  }
  const bytes = decodeBase64(encoded);
  if (!bytes || bytes.length === 0) {
    return 'it is not valid base64';
  }
  switch (type) {
    case 'image/png':
      return startsWith(bytes, PNG) ? pngSizeProblem(bytes) : 'it is no PNG image';
    case 'image/jpeg':
      return startsWith(bytes, JPEG) ? undefined : 'it is no JPEG image';
    default: {
      const text = decodeUtf8(bytes);
      const problem = text === undefined ? 'it is not UTF-8' : svgProblem(text);
      return problem && `the SVG may only draw, and ${problem}`;
    }
  }
}

function startsWith(bytes: Uint8Array, head: readonly number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte);
}

/** Width and height stand at fixed places after the signature. */
function pngSizeProblem(bytes: Uint8Array): string | undefined {
  if (bytes.length < 24) {
    return 'it is no PNG image';
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sides = [view.getUint32(16), view.getUint32(20)];
  return sides.every((side) => side >= 1 && side <= MOST_LOGO_PIXELS)
    ? undefined
    : `it is ${sides.join(' × ')} pixels: at most ${MOST_LOGO_PIXELS} each way`;
}
