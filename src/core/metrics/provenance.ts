/**
 * How a value came to be known.
 * - `measured`: read from a clock or a counter by the program that did the work;
 * - `caller-reported`: told by somebody who may have measured it;
 * - `estimated`: derived here, because nobody recorded the value itself.
 */
export const PROVENANCES = ['measured', 'caller-reported', 'estimated'] as const;
export type Provenance = (typeof PROVENANCES)[number];
