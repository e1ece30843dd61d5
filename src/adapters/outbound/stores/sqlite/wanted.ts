import type { Staff } from '../../../../domain/actor.js';
import { type ListFilter, statusesOf } from '../../../../domain/listing.js';

/** Who sees it, without departments of his own an admin, who sees all; and what he looks for. */
export const WANTED = `
  (?1 IS NULL OR department IS NULL OR department IN (SELECT value FROM json_each(?1)) OR assignee = ?2)
  AND (?3 IS NULL OR status IN (SELECT value FROM json_each(?3))) AND (?4 IS NULL OR type = ?4)
  AND (?5 = 0 OR assignee IS ?6)`;

/** What {@link WANTED} is asked with. */
export const wantedBy = (viewer: Staff, { status, type, assignee }: ListFilter) =>
  [
    viewer.kind === 'admin' ? null : JSON.stringify(viewer.departments),
    viewer.id,
    status === null ? null : JSON.stringify(statusesOf(status)),
    type,
    assignee === null ? 0 : 1,
    assignee === null || assignee === 'nobody' ? null : assignee.id,
  ] as const;
