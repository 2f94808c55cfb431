import type { Db } from "@/lib/db";

/**
 * Spreads a rotating secret's past: events that a script made within seconds are an interval apart
 * afterwards, the newest key `ageSeconds` old.
 */
export async function spreadHistory(db: Db, secretId: string, ageSeconds: number): Promise<void> {
  const age = `${ageSeconds} seconds`;
  await db.$executeRaw`
    WITH past AS (
      SELECT credential.id,
             now() - ${age}::interval
               - (row_number() OVER (ORDER BY credential.id DESC) - 1) * step.length AS at,
             row_number() OVER (ORDER BY credential.id DESC) > 1 AS replaced,
             step.length, step.delay
        FROM minted_credential AS credential
        JOIN LATERAL (
          SELECT make_interval(secs => secret.rotation_interval_seconds) AS length,
                 make_interval(secs => secret.revocation_delay_seconds) AS delay
            FROM rotating_secret AS secret WHERE secret.id = credential.rotating_secret_id
        ) AS step ON true
       WHERE credential.rotating_secret_id = ${secretId}::uuid AND credential.exposed_at IS NOT NULL
    )
    UPDATE minted_credential AS credential
       SET sent_at = past.at, minted_at = past.at, exposed_at = past.at,
           replaced_at = CASE WHEN past.replaced THEN past.at + past.length END,
           revoke_at = CASE WHEN past.replaced THEN past.at + past.length + past.delay END,
           revoked_at = CASE WHEN credential.state = 'REVOKED' THEN past.at + past.length + past.delay END,
           next_check_at = CASE WHEN credential.state = 'EXPIRING' THEN past.at + past.length + past.delay
                                ELSE credential.next_check_at END
      FROM past WHERE past.id = credential.id`;
  await db.$executeRaw`
    UPDATE rotating_secret
       SET next_rotation_at = now() - ${age}::interval + make_interval(secs => rotation_interval_seconds)
     WHERE id = ${secretId}::uuid`;
  await db.$executeRaw`
    UPDATE secret SET updated_at = now() - ${age}::interval WHERE rotating_secret_id = ${secretId}::uuid`;
}

/** Static rows that were typed at different times. */
export async function spreadStaticRows(db: Db): Promise<void> {
  await db.$executeRaw`
    UPDATE secret SET updated_at = now() - make_interval(hours => 9 + 31 * row.place::int)
      FROM (SELECT id, row_number() OVER (ORDER BY md5(key)) AS place FROM secret) AS row
     WHERE row.id = secret.id AND secret.rotating_secret_id IS NULL`;
}

/** The days were already counted, so the worker counts them again. */
export async function countDaysAgain(db: Db): Promise<void> {
  await db.$transaction([
    db.$executeRaw`DELETE FROM rotation_day`,
    db.$executeRaw`UPDATE instance SET rotations_counted_to = NULL`,
  ]);
}
