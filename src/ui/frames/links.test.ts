import { FieldType, type Field } from '@grafana/data';
import { withLinksOf } from './links.ts';

function field(name: string, titles: string[]): Field {
  const made: Field = {
    name,
    type: FieldType.string,
    config: { links: titles.map((title) => ({ title, url: '/x' })) },
    values: [],
  };
  return {
    ...made,
    getLinks: ({ valueRowIndex }) =>
      titles.map((title) => ({ title: `${title} ${valueRowIndex}`, href: '/x', target: '_self', origin: made })),
  };
}
const titlesOf = (one: Field) => one.getLinks?.({ valueRowIndex: 3 }).map(({ title }) => title);

it('links a row by its own field and then by its names', () => {
  expect(
    titlesOf(withLinksOf(field('value', ['own']), [field('swarm_id', ['page', 'tasks']), field('type', [])]))
  ).toEqual(['own 3', 'page 3', 'tasks 3']);
});

it('leaves a field alone whose names have no links', () => {
  const value = field('value', ['own']);
  expect(withLinksOf(value, [field('swarm_id', [])])).toBe(value);
  const plain: Field = { name: 'value', type: FieldType.number, config: {}, values: [] };
  expect(withLinksOf(plain, [plain])).toBe(plain);
});
