import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { toDataFrameJson } from '../../../../../src/core/frames/dataFrameJson.ts';
import type { Notice, Table } from '../../../../../src/core/frames/table.ts';
import type { PerformanceQuery, QueryType, QueryWindow } from '../../../../../src/core/query/model.ts';
import { withExecution } from '../../../../../src/core/query/executed.ts';
import {
  ignoredFields,
  queryRequestSchema,
  requestQuery,
  type QueryRequest,
} from '../../../../../src/core/query/schema.ts';
import type { Logger } from '../../../log.ts';
import { executeQuery } from '../../../query/execute.ts';
import type { PerformanceSystem } from '../../../system.ts';
import { stateOf } from '../../../systemState.ts';
import { cancellation } from '../cancellation.ts';
import { markDemo } from '../frames/demo.ts';
import { ENVELOPE_TYPE, toEnvelope, type QueryOutcome } from '../frames/envelope.ts';
import { asServiceError, problem, PROBLEM_TYPE } from '../problems.ts';
import { parseWith } from '../../../parse.ts';
import { ServiceError } from '../../../errors.ts';

interface Answer extends QueryOutcome {
  failure?: ServiceError;
}

export function queryRoutes(app: FastifyInstance, system: PerformanceSystem, log: Logger): void {
  app.post('/api/v1/query', async (request, reply) => {
    const body = parseWith(queryRequestSchema, request.body);
    const refIds = refIdsOf(body.queries);
    const signal = cancellation(request, reply);
    const outcomes = await Promise.all(
      body.queries.map((query, index) =>
        answer(system, body, query, { refId: refIds[index] ?? '', index }, signal, log)
      )
    );
    if (signal.aborted) {
      throw new ServiceError('CANCELLED', 'The query was cancelled.');
    }
    if ((request.headers.accept ?? '').includes(ENVELOPE_TYPE)) {
      return reply.type(ENVELOPE_TYPE).send(toEnvelope(outcomes.map(({ failure: _, ...outcome }) => outcome)));
    }
    const results = Object.fromEntries(outcomes.map((outcome) => [outcome.refId, toJson(outcome)]));
    const failed = outcomes.find((outcome) => outcome.failure);
    if (failed?.failure && outcomes.every((outcome) => outcome.failure)) {
      return reply
        .code(failed.failure.status)
        .type(PROBLEM_TYPE)
        .send({ ...problem(failed.failure), results });
    }
    return { results };
  });
}

/** One query never makes another one fail: its error is its own answer. */
async function answer(
  system: PerformanceSystem,
  body: QueryRequest,
  raw: unknown,
  { refId, index }: { refId: string; index: number },
  signal: AbortSignal,
  log: Logger
): Promise<Answer> {
  try {
    if (raw === null) {
      throw new ServiceError('BAD_REQUEST', 'A query is an object, not null.', {
        fields: [{ field: '', message: 'not an object' }],
      });
    }
    const query = parseWith<z.output<typeof requestQuery>>(requestQuery, raw);
    const notices = ignoredNotices(query.type, raw);
    const { from = body.from, to = body.to, intervalMs, maxDataPoints } = query;
    if (from !== undefined && to !== undefined && from >= to) {
      throw new ServiceError('BAD_REQUEST', '"from" must be before "to".');
    }
    const window = { from, to, intervalMs, maxDataPoints };
    const started = performance.now();
    const { tables, source } = await execute(system, { ...query, refId }, window, signal);
    const told = withExecution(tables, query, window, {
      elapsedMs: performance.now() - started,
      reused: source !== 'computed',
    });
    const noticed = told.map((table) => addNotices(table, notices));
    return { refId, status: 200, tables: system.isDemo ? noticed.map(markDemo) : noticed };
  } catch (error) {
    const failure = toFailure(error, log);
    return {
      refId,
      status: failure.status,
      tables: [],
      error: failure.message,
      errorSource: failure.code === 'INTERNAL' ? 'plugin' : 'downstream',
      failure: inQuery(failure, index),
    };
  }
}

/** Answers that depend on the store alone are shared; the others ask the clock, the markers or the service itself, too. */
async function execute(system: PerformanceSystem, query: PerformanceQuery, window: QueryWindow, signal: AbortSignal) {
  const { store } = system;
  if (query.type === 'annotations' || query.type === 'health') {
    const context = { markers: system.markers, state: stateOf(system) };
    return { tables: await executeQuery(store, query, window, signal, context), source: 'computed' as const };
  }
  const shared = { ...query, refId: '' };
  const key = JSON.stringify([Object.entries(shared).sort(([a], [b]) => (a < b ? -1 : 1)), window]);
  const { tables, source } = await system.answers.answer(store, key, signal, (anyone) =>
    executeQuery(store, shared, window, anyone)
  );
  return { tables: tables.map((table) => ({ ...table, refId: query.refId })), source };
}

/** What may be told of an error: of one that nobody foresaw only that it is in the log. */
function toFailure(error: unknown, log: Logger): ServiceError {
  const known = asServiceError(error);
  if (known && known.code !== 'INTERNAL') {
    return known;
  }
  log.error(
    { error: error instanceof Error ? { message: error.message, stack: error.stack } : String(error) },
    'query failed'
  );
  return new ServiceError('INTERNAL', `Something went wrong here. The service's log says what.`);
}

/** Names the field as the sender of the whole request sees it. */
function inQuery({ code, message, extra }: ServiceError, index: number): ServiceError {
  const fields = extra.fields?.map(({ field, message: text }) => ({
    field: field === '' ? `queries[${index}]` : `queries[${index}].${field}`,
    message: text,
  }));
  return new ServiceError(code, message, { ...extra, ...(fields ? { fields } : {}) });
}

/** @throws ServiceError `BAD_REQUEST` when two queries would answer under one name. */
function refIdsOf(queries: readonly unknown[]): string[] {
  const refIds = queries.map((raw, index) => {
    const refId = typeof raw === 'object' && raw !== null && 'refId' in raw ? raw.refId : undefined;
    return typeof refId === 'string' && refId !== '' ? refId : columnName(index);
  });
  const again = refIds.findIndex((refId, index) => refIds.indexOf(refId) !== index);
  if (again >= 0) {
    const message = `"${refIds[again]}" is the refId of another query too: give each its own`;
    throw new ServiceError('BAD_REQUEST', message, { fields: [{ field: `queries[${again}].refId`, message }] });
  }
  return refIds;
}

/** A to Z, then AA, as Grafana names them. */
function columnName(index: number): string {
  return (index < 26 ? '' : columnName(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));
}

/** A misspelt field would quietly answer another question. */
function ignoredNotices(type: QueryType, raw: unknown): Notice[] {
  const ignored = ignoredFields(type, raw);
  return ignored.length === 0
    ? []
    : [{ severity: 'warning', text: `Not read by a query of type "${type}": ${ignored.join(', ')}.` }];
}

function addNotices(table: Table, notices: Notice[]): Table {
  return notices.length === 0
    ? table
    : { ...table, meta: { ...table.meta, notices: [...(table.meta.notices ?? []), ...notices] } };
}

function toJson({ status, tables, error, errorSource }: QueryOutcome) {
  return { status, ...(error === undefined ? {} : { error, errorSource }), frames: tables.map(toDataFrameJson) };
}
