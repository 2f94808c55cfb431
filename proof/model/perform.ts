/** Operations on the world, each by the engine's own code. */
import type { SecretRow, Unit } from "@/lib/rotation/store/store";
import type { By } from "@/lib/access/context";
import { schedulePatch } from "@/lib/rotation/commands/update-rotating-secret";
import { abandonIn, beginIn, type Creation } from "@/lib/rotation/engine/create";
import { lookAtKeys } from "@/lib/rotation/engine/key-look";
import { mintWhenDue, runMint } from "@/lib/rotation/engine/mint";
import {
  extendIn,
  forgetIn,
  pauseIn,
  recordOperation,
  removeIn,
  resumeIn,
  revokeIn,
  rotateIn,
} from "@/lib/rotation/engine/operate";
import { settle } from "@/lib/rotation/engine/settle";
import type { Engine } from "@/lib/rotation/services";
import type { Operation } from "./operations";
import type { Trouble } from "./process";
import { type AdminKey, PROJECTS, type World } from "./world";

const HOUR = 3_600;
const MOST_SECRETS = 2;

function owner(world: World): By {
  return {
    actor: {
      kind: "user",
      organisationId: world.backend.home.organisationId,
      userId: "00000000-0000-7000-8000-0000000000dd",
      email: "ada@example.com",
      role: "owner",
      environmentRoles: [],
      sessionId: "00000000-0000-7000-8000-0000000000ee",
    },
    origin: { ip: null, userAgent: null },
  };
}

export async function perform(world: World, op: Operation): Promise<void> {
  switch (op.do) {
    case "elapse": {
      await world.advance(op.seconds);
      return;
    }
    case "work": {
      await workOnce(world, op.trouble);
      return;
    }
    case "next":
      await world.advanceToNextDue();
      {
        await workOnce(world, op.trouble);
        return;
      }
    case "wake": {
      await wake(world, op.job, op.pick, op.trouble);
      return;
    }
    case "create": {
      await create(world, op.trouble);
      return;
    }
    case "thaw": {
      await world.thaw(op.pick % Math.max(world.frozen.length, 1));
      return;
    }
    case "admin_key": {
      await replaceAdminKey(world, op.key);
      return;
    }
    case "fault":
      world.provider.faults.push({ ...op.fault });
      return;
    case "heal":
      world.provider.faults.length = 0;
      return;
    case "archive": {
      world.provider.archive("proj_b");
      return;
    }
    case "lag":
      world.provider.listingLagSeconds = op.seconds;
      return;
    case "key_life":
      world.provider.keyLifeSeconds = op.hours === null ? null : op.hours * HOUR;
      return;
    case "clock": {
      await world.setDatabaseAhead(op.aheadSeconds);
      return;
    }
    case "foreign": {
      plantForeign(world, op.pick);
      return;
    }
    case "outside": {
      world.provider.removeOutside(op.pick);
      return;
    }
    case "end_key": {
      world.provider.endKey(op.pick, op.end);
      return;
    }
    case "look": {
      await lookOnce(world, { all: true }, op.trouble);
      return;
    }
    case "inventory": {
      await world.run(world.process("worker", op.trouble), (engine) => world.backend.inventory(engine));
      return;
    }
    case "verify":
      world.verifyBeforeExpose = op.beforeExpose;
      return;
    case "revoke":
    case "forget":
    case "extend": {
      await onCredential(world, op);
      return;
    }
    case "pause":
    case "delete":
    case "resume":
    case "rotate":
    case "edit":
    case "move": {
      await onSecret(world, op);
      return;
    }
  }
}

/** One worker's turn: everything that is due, each row as a job of its own. Trouble befalls the first one. */
export async function workOnce(world: World, first: Trouble | null = null): Promise<void> {
  const { mints, settles } = await world.backend.due();
  let next = first;
  for (const id of settles) {
    await world.run(world.process("worker", next), (engine) => settle(engine, id));
    next = null;
  }
  for (const id of mints) {
    await world.run(world.process("worker", next), (engine) => mintWhenDue(engine, id));
    next = null;
  }
  await lookOnce(world, { all: false }, next);
}

async function lookOnce(world: World, which: { all: boolean }, first: Trouble | null): Promise<void> {
  let next = first;
  for (const look of await world.takeLooks(which)) {
    await world.run(world.process("worker", next), (engine) => lookAtKeys(engine, look));
    next = null;
  }
}

/** A job that nobody needs, or that was delivered twice. */
async function wake(
  world: World,
  job: "mint" | "settle",
  at: number,
  trouble: Trouble | null,
): Promise<void> {
  const ids = [...(job === "mint" ? world.rows.secrets : world.rows.credentials).keys()];
  const id = ids[at % Math.max(ids.length, 1)];
  if (id === undefined) return;
  await world.run(world.process("worker", trouble), (engine) =>
    job === "mint" ? mintWhenDue(engine, id) : settle(engine, id),
  );
}

/** As the console creates one, but for the checks that come before. */
export async function create(world: World, trouble: Trouble | null = null): Promise<void> {
  if (world.secretIds.length >= MOST_SECRETS) return;
  const id = world.backend.newSecretId();
  world.secretIds.push(id);
  await world.run(world.process("operator", trouble), async (engine) => {
    const by = owner(world);
    const creation = creationOf(world, id);
    const claim = await engine.store.inUnit((unit) => beginIn(engine, unit, by, creation, {}));
    const outcome = await runMint(engine, claim).catch(() => null);
    if (outcome?.kind === "exposed") return;
    const owed = await engine.store.inUnit((unit) => abandonIn(unit, by, creation, "internal"));
    await settleAtOnce(engine, owed ?? []);
  });
}

function creationOf(world: World, id: string): Creation {
  const { organisationId, environmentId, rootId } = world.backend.home;
  return {
    id,
    organisationId,
    environmentId,
    thirdPartyCredentialId: rootId,
    provider: "openai",
    name: id,
    description: "",
    projectId: PROJECTS[world.secretIds.length % 2] ?? PROJECTS[0],
    projectName: "",
    projectResidency: "GLOBAL",
    nameTemplate: "phase-rs-{id}",
    keyLifetimeSeconds: null,
    rotationIntervalSeconds: 6 * HOUR,
    revocationDelaySeconds: 600,
    createdByUserId: null,
  };
}

type OnSecret = Extract<Operation, { do: "pause" | "delete" | "resume" | "rotate" | "edit" | "move" }>;

async function onSecret(world: World, op: OnSecret): Promise<void> {
  const id = world.secretIds[op.pick % Math.max(world.secretIds.length, 1)];
  if (id === undefined) return;
  await world.run(world.process("operator", op.trouble), async (engine) => {
    const owed = await engine.store.inUnit(async (unit) => {
      const secret = await unit.lockSecret(id);
      if (secret === null || secret.deletedAt !== null) return [];
      return await command(unit, owner(world), secret, op);
    });
    await settleAtOnce(engine, owed);
  });
}

async function command(unit: Unit, by: By, secret: SecretRow, op: OnSecret): Promise<string[]> {
  switch (op.do) {
    case "pause":
      await pauseIn(unit, by, secret);
      return [];
    case "resume":
      await resumeIn(unit, by, secret, op.when);
      return [];
    case "rotate":
      await rotateIn(unit, by, secret, op.mode);
      return [];
    case "delete":
      return await removeIn(unit, by, secret);
    case "edit": {
      const rotationIntervalSeconds = op.intervalHours * HOUR;
      const schedule = { rotationIntervalSeconds, revocationDelaySeconds: op.delaySeconds };
      await unit.updateSecret(secret.id, {
        ...(await schedulePatch(unit, secret, schedule)),
        version: secret.version + 1,
      });
      await recordOperation(unit, by, secret, "rotating_secret.updated", { changes: [] });
      return [];
    }
    case "move":
      await unit.updateSecret(secret.id, { projectId: op.projectId, version: secret.version + 1 });
      await recordOperation(unit, by, secret, "rotating_secret.updated", { changes: [] });
      return [];
  }
}

type OnCredential = Extract<Operation, { do: "revoke" | "forget" | "extend" }>;

async function onCredential(world: World, op: OnCredential): Promise<void> {
  const rows = [...world.rows.credentials.values()];
  const row = rows[op.pick % Math.max(rows.length, 1)];
  if (row === undefined) return;
  await world.run(world.process("operator", op.trouble), async (engine) => {
    await engine.store.inUnit(async (unit) => {
      const secret = await unit.lockSecret(row.rotatingSecretId);
      const credential = await unit.credential(row.id);
      if (secret === null || credential === null) return;
      const by = owner(world);
      if (op.do === "revoke") await revokeIn(unit, by, secret, credential);
      else if (op.do === "extend") await extendIn(unit, by, secret, credential, op.seconds);
      else await forgetIn(unit, by, secret, credential, "The organisation is gone.");
    });
    if (op.do === "revoke") await settleAtOnce(engine, [row.id]);
  });
}

/** The console tries while its user waits. */
async function settleAtOnce(engine: Engine, ids: string[]): Promise<void> {
  for (const id of ids) await settle(engine, id).catch(() => undefined);
}

/** A new admin key. Settlements that failed with the previous one are due immediately. */
export async function replaceAdminKey(world: World, key: AdminKey): Promise<void> {
  await world.backend.replaceAdminKey(world.envelopes[key]);
  await world.run(world.process("operator"), (engine) =>
    engine.store.inUnit(async (unit) => {
      for (const id of world.secretIds) {
        if ((await unit.lockSecret(id)) === null) continue;
        for (const row of await unit.credentialsIn(id, ["REVOKING", "UNKNOWN"]))
          if (row.failureCount > 0) await unit.updateCredential(row.id, row.state, { nextCheckAt: unit.now });
      }
    }),
  );
}

/** Someone else makes an account whose name begins as one of ours. */
function plantForeign(world: World, at: number): void {
  const rows = [...world.rows.credentials.values()];
  const row = rows[at % Math.max(rows.length, 1)];
  if (row !== undefined) world.provider.addForeign(row.projectId, `${row.serviceAccountName}0`);
}
