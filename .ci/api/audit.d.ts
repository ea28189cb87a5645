// What users of the package see. Written by "npx -y pnpm@12 api".

interface AuditEvent {
  readonly event: AuditEventName;
  readonly request: number;
  readonly userid?: string | undefined;
  readonly plugin?: string | undefined;
  readonly code?: string | undefined;
  readonly status?: number | undefined;
  readonly method: string;
  readonly path: string;
}

type AuditEventName = 'sign-in' | 'sign-out' | 'refused' | 'revoked';

interface AuditLog {
  close(): void;
}

interface AuditLogOptions {
  readonly to: AuditStream | AuditSink;
  readonly pseudonymSecret?: string | undefined;
  readonly maxPendingBytes?: number | undefined;
  readonly now?: (() => number) | undefined;
}

interface AuditRecord extends AuditEvent {
  readonly time: string;
}

interface AuditSchema {
  readonly $schema: string;
  readonly $id: string;
  readonly title: string;
  readonly type: 'object';
  readonly required: readonly string[];
  readonly additionalProperties: false;
  readonly properties: Readonly<Record<string, object>>;
  readonly allOf: readonly object[];
}

type AuditSink = (record: AuditRecord, line: string) => void;

interface AuditStream {
  write(text: string): unknown;
  readonly writableLength?: number | undefined;
  on?(event: 'error', listener: (error: Error) => void): unknown;
  off?(event: 'error', listener: (error: Error) => void): unknown;
}

declare function auditEvents(listener: (event: AuditEvent) => void): () => void;

declare function auditLog(options: AuditLogOptions): AuditLog;

declare const auditSchema: AuditSchema;

// @who/audit
export {
  AuditEvent,
  AuditEventName,
  AuditLog,
  AuditLogOptions,
  AuditRecord,
  AuditSchema,
  AuditSink,
  AuditStream,
  auditEvents,
  auditLog,
  auditSchema,
};
