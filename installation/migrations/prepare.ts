/** Prepares a database for the program: its tables, its job queue, and the rights of the program's role. */
import { connect } from "@/lib/database/connect";
import { PATIENT } from "@/lib/database/session";
import { parseDatabaseUrl } from "@/lib/settings/database-url";
import { createBoss } from "@/lib/queue/boss";
import { createQueues } from "@/lib/queue/queue";
import { migrate } from "./migrate";
import { grantToProgram } from "./roles";

/** `ownerUrl` is for the role that owns everything: the same as `programUrl`, or another one. */
export async function prepareDatabase(ownerUrl: string, programUrl: string): Promise<void> {
  await migrate(ownerUrl);
  const role = parseDatabaseUrl(programUrl).user;
  if (role === parseDatabaseUrl(ownerUrl).user) return;
  await installQueue(ownerUrl);
  const owner = await connect(ownerUrl, PATIENT);
  try {
    await grantToProgram(owner, role);
  } finally {
    await owner.end();
  }
}

/** The program would do this itself if it owned the schema. */
async function installQueue(ownerUrl: string): Promise<void> {
  const boss = createBoss(ownerUrl, { sendOnly: true });
  await boss.start();
  try {
    await createQueues(boss);
  } finally {
    await boss.stop({ graceful: false });
  }
}
