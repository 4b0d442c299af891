import { fence } from '../database/fence';

/** SQL of a later migration: workflows know the trace they were started in. */
export const workflowTraces = (schema: string): string => `alter table ${schema}.workflows add column trace_parent text;`;

/** SQL of the tables every subgraph keeps its workflows in; frozen, later changes are migrations of their own. */
export const workflowTables = (schema: string): string => `
  create table ${schema}.workflows (
    id text primary key,
    tenant_id text not null,
    subject_id text not null,
    name text not null,
    kind text not null,
    state text not null check (state in ('RUNNING', 'SUCCEEDED', 'NEEDS_ATTENTION', 'UNDOING', 'UNDONE')),
    runs integer not null default 1,
    input jsonb not null,
    secret bytea,
    actor jsonb not null,
    request_id text not null,
    started_at timestamptz not null default now(),
    finished_at timestamptz
  );
  comment on column ${schema}.workflows.subject_id is 'What the workflow is about: a member, a domain.';
  comment on column ${schema}.workflows.runs is 'How often it was handed to the engine: once, and once more for each retry and undo.';
  comment on column ${schema}.workflows.secret is 'Sealed; wiped when the workflow ends well or is undone.';
  create index workflows_of_tenant on ${schema}.workflows (tenant_id, started_at, id);
  create index workflows_of_subject on ${schema}.workflows (subject_id, started_at, id);
  create table ${schema}.workflow_steps (
    workflow_id text not null references ${schema}.workflows (id) on delete cascade,
    position integer not null,
    tenant_id text not null,
    name text not null,
    title text not null,
    system text not null,
    state text not null check (state in ('PLANNED', 'RUNNING', 'DONE', 'FAILED', 'UNDONE')),
    attempts integer not null default 0,
    last_error text,
    verified_at timestamptz,
    primary key (workflow_id, position)
  );
  ${fence(schema, 'workflows')}
  ${fence(schema, 'workflow_steps')}`;
