import type { DrawChart } from '../html.ts';

/** As a library draws, with a name in it that is escaped. */
export const draw: DrawChart = ({ title }, key) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g id="${key}-x"><text fill="#1f2328">${title.replace(/[&<>]/g, '')} #1f2328</text></g></svg>`;
