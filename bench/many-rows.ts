/** The largest expected organisation, written by SQL, because the product's own commands would take days. */
import { connect } from "@/lib/database/connect";
import { PATIENT } from "@/lib/database/session";

export type Many = {
  organisationId: string;
  /** The rotating secrets use them in turn. */
  thirdPartyCredentialIds: string[];
  environmentIds: string[];
  /** Rotating secrets in all of them, each with three outputs and an active credential. */
  secrets: number;
  /** Of each secret, over the last year. */
  pastCredentials: number;
  /** Whether every second one's last past credential is in its revocation delay. */
  expiring?: boolean;
  /** Of each past credential. */
  events?: 2 | 4;
};

/** An ID like those of UUIDv7 at `at`, distinguished from others of that time by `rest`, up to 48 bits. */
const ID = `
  CREATE OR REPLACE FUNCTION pg_temp.id_at(at timestamptz, rest bigint) RETURNS uuid LANGUAGE sql AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7000' || '8000'
            || lpad(to_hex(rest), 12, '0'))::uuid $$`;

const EVENT_TYPES = ["credential.minted", "credential.revoked", "credential.exposed", "credential.expiring"];

/** `databaseUrl` is the owner's, so that triggers and foreign keys don't apply. */
export async function writeMany(databaseUrl: string, many: Many): Promise<void> {
  const { organisationId, thirdPartyCredentialIds, environmentIds, secrets, pastCredentials } = many;
  const client = await connect(databaseUrl, PATIENT);
  try {
    await client.query("SET session_replication_role = replica");
    await client.query(ID);
    await client.query(
      `CREATE TEMP TABLE made AS
         SELECT pg_temp.id_at(now() - interval '1 year', ('x' || right(replace($1, '-', ''), 6))::bit(24)::bigint * 1000000 + n) AS id, n,
                ($2::uuid[])[1 + n % cardinality($2::uuid[])] AS root_id, ($3::uuid[])[1 + n % cardinality($3::uuid[])] AS environment_id
           FROM generate_series(1, $4::bigint) AS n`,
      [environmentIds[0], thirdPartyCredentialIds, environmentIds, secrets],
    );
    await client.query(
      `INSERT INTO rotating_secret (id, organisation_id, environment_id, third_party_credential_id, provider, name,
              project_id, project_name, name_template, rotation_interval_seconds, revocation_delay_seconds,
              next_rotation_at, failure_count, pause_reason)
         SELECT id, $1, environment_id, root_id, 'openai', 'OpenAI ' || n, 'proj_1', 'Production', 'phase-rs-{id}', 2592000, 864000,
                now() + n * interval '1 minute', (n % 50 = 0)::int, CASE WHEN n % 70 = 0 THEN 'manual'::pause_reason END
           FROM made`,
      [organisationId],
    );
    await client.query(
      `INSERT INTO secret (id, environment_id, key, rotating_secret_id, output)
         SELECT gen_random_uuid(), environment_id, key, made.id, output
           FROM made,
                unnest(ARRAY['api_key', 'key_id', 'service_account_id']::output_name[]) AS output,
                concat('OPENAI_', upper(output::text), '_', n) AS key`,
    );
    // nth 0 is the active one. Every hundredth mint of the past ones failed.
    await client.query(
      `INSERT INTO minted_credential (id, rotating_secret_id, third_party_credential_id, state, service_account_name,
              project_id, fence, service_account_id, key_id, envelope, sent_at, minted_at, exposed_at, revoked_at, next_check_at)
         SELECT pg_temp.id_at(at, n * 100000 + nth), id, root_id,
                (CASE WHEN nth = 0 THEN 'ACTIVE' WHEN nth = 1 AND n % 2 = 0 AND $2 THEN 'EXPIRING' WHEN nth % 100 = 0 THEN 'FAILED' ELSE 'REVOKED' END)::credential_state,
                'phase-' || id || '-' || nth, 'proj_1', nth, 'user-' || n || '-' || nth, 'key_' || nth, '-', at, at,
                CASE WHEN nth % 100 <> 0 OR nth = 0 THEN at END, CASE WHEN nth > 0 THEN at END, NULL
           FROM (SELECT id, root_id, n, nth, now() - nth * interval '1 year' / ($1::int + 1) AS at
                   FROM made, generate_series(0, $1::int) AS nth) AS past`,
      [pastCredentials, many.expiring ?? false],
    );
    await client.query(
      `INSERT INTO event (id, rotating_secret_id, at, type, actor, credential_id)
         SELECT pg_temp.id_at(sent_at, row_number() OVER ()), rotating_secret_id, sent_at, type, 'system:worker', id
           FROM minted_credential, unnest($1::text[]) AS type
          WHERE rotating_secret_id IN (SELECT id FROM made) AND state <> 'ACTIVE'`,
      [EVENT_TYPES.slice(0, many.events ?? 2)],
    );
    await client.query("VACUUM (ANALYZE)");
  } finally {
    await client.end();
  }
}
