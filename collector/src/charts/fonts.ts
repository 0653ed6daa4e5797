import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const FOLDER = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts/Roboto');
const file = (name: string) => join(FOLDER, `Roboto-${name}.ttf`);

/** Files of the font that pictures and PDF are set in, whatever the machine has. */
export const ROBOTO = {
  normal: file('Regular'),
  bold: file('Medium'),
  italics: file('Italic'),
  bolditalics: file('MediumItalic'),
};
