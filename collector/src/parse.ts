import type { ZodError, ZodType } from 'zod';
import { ServiceError, type FieldError } from './errors.ts';

/** @throws ServiceError `BAD_REQUEST` naming each field that is wrong. */
export function parseWith<T>(schema: ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value ?? {});
  if (!result.success) {
    throw validationError(result.error);
  }
  return result.data;
}

/** Names every field as its sender wrote it. */
export function validationError(error: ZodError): ServiceError {
  const fields: FieldError[] = error.issues.map((issue) => ({ field: pathOf(issue.path), message: issue.message }));
  const first = fields[0];
  const where = first && first.field !== '' ? `"${first.field}": ` : '';
  const more = fields.length > 1 ? ` (and ${fields.length - 1} more, see "errors")` : '';
  return new ServiceError('BAD_REQUEST', `${where}${first?.message ?? 'not valid'}${more}`, { fields });
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    ''
  );
}
