/** `describe` and `it` as the tests of src/core use them, and the tests that they name, in their order. */
export function collectTests() {
  const tests = [];
  let path = [];
  const add = (name, body) => tests.push({ id: [...path, name].join(' > '), body });
  const beginFile = (file) => {
    path = [file];
  };
  const describe = (name, body) => {
    path.push(name);
    body();
    path.pop();
  };
  const it = Object.assign((name, body) => add(name, body), {
    each: (rows) => (name, body) =>
      rows.forEach((row, i) => add(`${name} (${i})`, () => body(...(Array.isArray(row) ? row : [row])))),
  });
  return { tests, beginFile, describe, it };
}
