export { auditEvents } from './audit-events.js';
export { type AuditLog, auditLog } from './audit-log.js';
export type { AuditEvent, AuditEventName, AuditRecord } from './event.js';
export type { AuditLogOptions, AuditSink, AuditStream } from './options.js';
export { type AuditSchema, auditSchema } from './schema.js';
