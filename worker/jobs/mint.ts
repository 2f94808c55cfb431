import type { Job } from "pg-boss";
import { mintJobSchema } from "@/lib/queue/queue";
import { mintWhenDue } from "@/lib/rotation/engine/mint";
import type { EngineServices } from "@/lib/rotation/services";
import { safely } from "./safely";

export async function handleMint(services: EngineServices, jobs: Job<unknown>[]): Promise<void> {
  for (const job of jobs) {
    const { rotatingSecretId } = mintJobSchema.parse(job.data);
    await safely(services.log, async () => {
      const outcome = await mintWhenDue(services, rotatingSecretId);
      if (outcome.kind === "nothing") return;
      const code = outcome.kind === "failed" ? outcome.failure.code : undefined;
      services.log.info({ rotatingSecretId, outcome: outcome.kind, code }, "Mint");
    });
  }
}
