import type { Job } from "pg-boss";
import { settleJobSchema } from "@/lib/queue/queue";
import { settle } from "@/lib/rotation/engine/settle";
import type { EngineServices } from "@/lib/rotation/services";
import { safely } from "./safely";

export async function handleSettle(services: EngineServices, jobs: Job<unknown>[]): Promise<void> {
  for (const job of jobs) {
    const { credentialId } = settleJobSchema.parse(job.data);
    await safely(services.log, () => settle(services, credentialId));
  }
}
