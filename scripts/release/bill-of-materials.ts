/** The contents of a release in CycloneDX: the lockfile's production packages, and Node itself. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod";
import { ROOT } from "@/installation/root";
import packageJson from "@/package.json" with { type: "json" };

const bomSchema = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({}) }),
  components: z.array(z.looseObject({ name: z.string() })),
});

/** The same text for the same lockfile. `time` replaces the current time. */
export async function billOfMaterials(time: Date): Promise<string> {
  const { stdout } = await promisify(execFile)(
    "npm",
    ["sbom", "--sbom-format=cyclonedx", "--omit=dev", "--package-lock-only"],
    { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 },
  );
  const { metadata, components, ...rest } = bomSchema.parse(JSON.parse(stdout));
  const node = {
    type: "application",
    name: "node",
    version: process.versions.node,
    purl: `pkg:generic/node@${process.versions.node}`,
  };
  // npm generates a serial number each time, and names the product after its folder.
  delete rest.serialNumber;
  const component = { ...metadata.component, name: packageJson.name };
  const ours = { ...metadata, component, timestamp: time.toISOString() };
  return `${JSON.stringify({ ...rest, metadata: ours, components: [...components, node] }, null, 2)}\n`;
}
