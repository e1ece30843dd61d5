import { record, whole } from './json-schema.js';

/** Which page of a list an answer holds: the one that was asked for, or the last, which has what is newest. */
export interface Pagination {
  readonly total: number;
  readonly page: number;
  readonly limit: number;
  readonly totalPages: number;
}

export const paginationSchema = record({
  total: whole,
  page: whole,
  limit: whole,
  totalPages: whole,
});

/** Of messages, of which the first page has the oldest (design, section 6). */
export const paginationOf = (total: number, page: number | null, limit: number): Pagination => {
  const totalPages = Math.ceil(total / limit);
  return { total, page: page ?? Math.max(1, totalPages), limit, totalPages };
};
